import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";

/** Who may import whom besides itself, as in docs/architecture.md, and why. */
const mayImport: Readonly<Record<string, readonly [folders: string, reason: string]>> = {
  model: ["", "the nouns that everybody shares depend on nobody"],
  loading: ["", "it is there before the program is"],
  api: ["model platform", "the library is of use without the daemon; nouns are anybody's"],
  platform: ["model", "the machine doesn't know what it is used for"],
  schedule: ["model platform", "when to look has nothing to do with what to look at; the clock comes as an argument"],
  detect: ["model platform", "a stage knows no other stage and no configuration: what it needs are its arguments"],
  watch: ["model platform", "as above: it says that something changed, never what to do about it"],
  notify: ["model platform schedule", "it is handed what to tell; a wait grows as schedule has it"],
  history: ["model platform", "it keeps what it is handed, and hands it back"],
  state: ["model platform", "as above"],
  status: ["model platform", "as above: it sees the daemon through an interface of its own"],
  publish: [
    "model platform api schedule",
    "as above; the server is reached through the library, and a wait grows as schedule has it",
  ],
  config: [
    "model platform detect notify schedule gateway",
    "a source's URI, a notice's and a schedule are judged by who will use them",
  ],
  gateway: ["model platform", "devices speak to it; what it does with their words is the daemon's, behind its desk"],
  cluster: ["api model platform", "another engine asks, and the library's recipes do it"],
  setup: [
    "model platform api config detect notify schedule",
    "it looks at what it will write about; only its commands load it",
  ],
  doctor: [
    "model platform api detect history state publish config daemon",
    "it looks at what the others decide; only its commands load it",
  ],
  acme: [
    "model platform api publish",
    "a challenge is a record like others, and is looked for where published names are",
  ],
  simulator: [
    "model platform api",
    "it simulates the server from the same operation table, never from the client's code",
  ],
  daemon: [
    "model platform api schedule watch detect notify history state status publish config cluster gateway acme",
    "it composes the stages; nobody's server or command line",
  ],
  cli: [
    "model platform api schedule watch detect notify history state status publish config daemon cluster gateway acme setup doctor simulator",
    "it shows everything",
  ],
};

/** Decide from their arguments alone, so that a property test can try every case. */
const pureFiles = [
  /^model\//,
  /^schedule\/(back-off|cron-fields|match-day|own-phase|find-next-match|wait-for-next)\.ts/,
  // The fingerprint makes a salt by chance.
  /^publish\/(plan|answers|remember)\/(?!fingerprint)/,
  /^detect\/(choose-address|judge-answer|note-alternation|remember-detection)\.ts/,
  /^state\/parse-state\.ts/,
  /^watch\/(pace|own-network\/(picture|read-monitor-line)|router\/announcement)\.ts/,
  /^notify\/(cut-text|fold-notices|notice-url|outbox|parse-outboxes)\.ts/,
  /^history\/(record|list-events|trim-lines)\.ts/,
  /^daemon\/tell\/(channel-notices|compose-news|list-remarks|notices)\.ts/,
];
const impure =
  /\bDate\.now\(|new Date\(\)|\bperformance\.|Math\.random|\bcrypto\.|\bset(Timeout|Interval|Immediate)\(|\bprocess\.|\bfetch\(|\bconsole\./;
/** Pure functions of Node's own. */
const pureImports =
  /^import \{ (isIP(v4|v6)?(, )?)+ \} from "node:net"|^import \{ domainTo\w+(, domainTo\w+)? \} from "node:url"/;

const maxFilesPerFolder = 15;
const maxLinesPerFunction = 50;

const commandFile = "cli/words/command.ts";

const root = new URL("../src", import.meta.url).pathname;
const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts"));
const sources = new Map(paths.map((path) => [path, readFileSync(join(root, path), "utf8")]));
const folderOf = (path: string) => (path.includes("/") ? path.slice(0, path.indexOf("/")) : "");

/** Paths of our own that a file imports, if only for their types. */
function importsOf(path: string): string[] {
  const found = (sources.get(path) ?? "").matchAll(/(?:\bfrom |\bimport\(|^import )"(\.{1,2}\/[^"]+)"/gm);
  return [...found].map(([, specifier = ""]) => join(dirname(path), specifier));
}

it.each(Object.entries(mayImport))("%s imports what it may: %s", (folder, [allowed, reason]) => {
  const wrong = paths
    .filter((path) => folderOf(path) === folder)
    .flatMap((path) => importsOf(path).map((target) => [path, target] as const))
    .filter(([, target]) => ![folder, ...allowed.split(" ")].includes(folderOf(target)))
    .map(([path, target]) => `${path} imports ${target}`);
  expect(wrong, reason).toEqual([]);
});

it("every folder has its rule, and only main.ts and the like stand beside them", () => {
  const folders = new Set(paths.map(folderOf).filter((folder) => folder !== ""));
  expect([...folders].filter((folder) => !(folder in mayImport))).toEqual([]);
  expect(paths.filter((path) => folderOf(path) === "").sort()).toEqual([
    "build-constants.d.ts",
    "front-door.ts",
    "index.ts",
    "main.ts",
    "testing.ts",
  ]);
});

it("no folder has more files than one takes in at a glance", () => {
  const folders = new Map<string, number>();
  for (const path of paths) folders.set(dirname(path), (folders.get(dirname(path)) ?? 0) + 1);
  const full = [...folders].filter(([, files]) => files > maxFilesPerFolder);
  expect(full, "divide these, by what their files are about").toEqual([]);
});

it("no function is longer than one screen, comments included: what it is made of has names", () => {
  expect(sources.size).toBeGreaterThan(800);
  const long = [...sources].flatMap(([path, text]) =>
    statementsOf(text)
      .filter(([head = ""]) => /^(export )?((async )?function\b|const \w+ = (async )?[(<])/.test(head))
      .filter((lines) => lines.length > maxLinesPerFunction)
      .map((lines) => `${path}: ${lines.length} lines: ${lines[0]}`),
  );
  expect(long).toEqual([]);
});

it("docs/architecture.md tells the same", () => {
  const document = readFileSync(join(root, "../docs/architecture.md"), "utf8");
  for (const [folder, [allowed]] of Object.entries(mayImport)) {
    const row = document.match(new RegExp(`^\\|[^|]*\`${folder}\`[^|]*\\|([^|]*)\\|$`, "m"))?.[1] ?? "";
    const told = [...row.matchAll(/`(\w+)`/g)].map(([, name]) => name);
    if (!row.includes("everything"))
      expect([folder, ...told].sort()).toEqual([folder, ...allowed.split(" ").filter(Boolean)].sort());
  }
});

it("the files that docs/architecture.md leads along are there", () => {
  const document = readFileSync(join(root, "../docs/architecture.md"), "utf8");
  const named = [...document.matchAll(/`((?:[a-z-]+\/)+(?:[a-z-]+\.ts)?)`/g)].map(([, path = ""]) => path);
  expect(named.length).toBeGreaterThan(40);
  const exists = (path: string) => existsSync(join(root, path)) || existsSync(join(root, "..", path));
  expect(named.filter((path) => !exists(path))).toEqual([]);
});

it("a type has a name that no other has, so that a reader who meets it knows which one it is", () => {
  const declared = new Map<string, Set<string>>();
  for (const [path, text] of sources) {
    // Another's server: its accounts, zones and servers are not ours.
    const world = path.startsWith("simulator/") ? "simulator" : "ours";
    for (const [, name = ""] of withoutComments(text).matchAll(
      /^(?:export )?(?:interface|type|class) ([A-Z]\w*)(?=[\s<])/gm,
    ))
      declared.set(`${world} ${name}`, (declared.get(`${world} ${name}`) ?? new Set()).add(path));
  }
  expect(declared.size).toBeGreaterThan(900);
  expect([...declared].filter(([, where]) => where.size > 1).map(([name, where]) => [name, ...where])).toEqual([]);
});

/** Words of a name that bounds something, unless `max` or `min` says so. */
const boundWords =
  /^(limit|bound|most|least|longest|shortest|deepest|largest|smallest|highest|lowest|timeout|within|patience|ceiling|cap|quota)s?$/;

it("what bounds a number, a size or a time is called max or min: nobody has to guess which way it counts", () => {
  const wordsOf = (name: string) => name.split(/(?=[A-Z])/).map((word) => word.toLowerCase());
  const wrong = [...sources].flatMap(([path, text]) => {
    const named = withoutComments(text).matchAll(/\b(\w+)\??: number\b|\b(?:const|let) (\w+)(?:: number)? = -?\d/g);
    const names = [...named].map(([, field = "", constant = ""]) => field || constant);
    return names
      .filter((name) => wordsOf(name).some((word) => boundWords.test(word)))
      .filter((name) => !wordsOf(name).some((word) => word === "max" || word === "min"))
      .map((name) => `${path}: ${name}`);
  });
  // Words of the server: the volume of a plan, as it is printed, and of a web hosting.
  expect(wrong).toEqual(["simulator/store/hostings.ts: quota", "cli/commands/servers/show-server-status.ts: limit"]);
});

it("a length that something may have has a name", () => {
  const wrong = [...sources]
    // The server's own rules, as it words them; the shape of a date, of a digest, of an address.
    .filter(([path]) => !path.startsWith("simulator/") && path !== "model/address.ts")
    .flatMap(([path, text]) =>
      withoutComments(text)
        .split("\n")
        .filter((line) => /\.length [<>]=? \d\d|\.slice\(0, \d[\d_]+\)/.test(line))
        .filter((line) => !/toISOString|\bisoTime\(|\biso\.slice|\.digest\(/.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
  expect(wrong).toEqual([]);
});

it("what can fail is told in one shape, that of model/fallible.ts", () => {
  const another =
    /\breadonly ok: (true|false)|"(error|fault|failed|failure|problem|reason)" in |Promise<\w+ \| (string|Error)>/;
  const wrong = [...sources].flatMap(([path, text]) =>
    withoutComments(text)
      .split("\n")
      .filter((line) => path !== "model/fallible.ts" && another.test(line))
      .map((line) => `${path}: ${line.trim()}`),
  );
  expect(wrong).toEqual([]);
});

it("files that decide use no clock, no chance and no machine but their arguments", () => {
  const pure = paths.filter((path) => pureFiles.some((pattern) => pattern.test(path)));
  for (const pattern of pureFiles)
    expect(
      pure.filter((path) => pattern.test(path)),
      String(pattern),
    ).not.toEqual([]);
  const wrong = pure.flatMap((path) => {
    const lines = (sources.get(path) ?? "").split("\n").filter((line) => !/^\s*(\/?\*|\/\/)/.test(line));
    return lines
      .filter(
        (line) =>
          impure.test(line) ||
          (/"node:|import\(/.test(line) && !pureImports.test(line) && !line.startsWith("import type")),
      )
      .map((line) => `${path}: ${line.trim()}`);
  });
  expect(wrong).toEqual([]);
});

it("limits are `withLimit`: on Node 20 AbortSignal.any and AbortSignal.timeout were seen not to fire", () => {
  const wrong = [...sources].filter(([, text]) =>
    text.split("\n").some((line) => /AbortSignal\.(any|timeout)\(/.test(line)),
  );
  expect(wrong.map(([path]) => path)).toEqual([]);
});

it("no file imports itself by a detour, not even its types: either could only be understood with the other", () => {
  const done = new Set<string>();
  const findCycle = (path: string, above: readonly string[]): string | null => {
    if (above.includes(path)) return [...above.slice(above.indexOf(path)), path].join(" → ");
    if (done.has(path)) return null;
    const cycle = importsOf(path)
      .map((target) => findCycle(target, [...above, path]))
      .find((found) => found !== null);
    done.add(path);
    return cycle ?? null;
  };
  expect(paths.map((path) => findCycle(path, [])).filter((cycle) => cycle !== null)).toEqual([]);
});

it("what describes a command loads no code of any: every short command would load it, too", () => {
  // Names alone.
  const allowed = /^(?!cli\/)|^cli\/(words\/|commands\/completion\/shell-scripts\.ts)/;
  const describing = [...sources].filter(
    ([path, text]) => /[^\w ]\s*describeCommand\(/.test(text) && path !== commandFile,
  );
  expect(describing.length).toBeGreaterThan(9);
  const wrong = describing.flatMap(([path, text]) =>
    [...text.matchAll(/^(?:import (?!type\b).*|\}) from "(\.{1,2}\/[^"]+)"/gm)]
      .map(([, specifier = ""]) => join(dirname(path), specifier))
      .filter((target) => !allowed.test(target))
      .map((target) => `${path} imports ${target}`),
  );
  expect(wrong, "import these in `run`, by `await import(…)`").toEqual([]);
});

it("nothing starts ICU, which takes megabytes, or longer than a whole command: what it knows is not needed here", () => {
  // Time zones only where TZ names one and the clock shows UTC: nothing else knows all of their names. Years of five digits.
  const allowed = new Set(["config/values/time-zone.ts", "model/time/iso-time.ts"]);
  const icu = /\bIntl\.|\.localeCompare\(|\.toLocale\w*\(|\.to(ISO|UTC|GMT)String\(|\bstdTimeFunctions\b/;
  // The page's script runs in the browser.
  const ours = [...sources].filter(([path]) => path !== "status/page/script.ts");
  const wrong = ours.filter(([path, text]) => icu.test(withoutComments(text)) && !allowed.has(path));
  expect(wrong.map(([path]) => path)).toEqual([]);
});

it("nobody asks Node whether a text is an IPv6 address, which costs a tenth of a short command: model/ does", () => {
  const asks = /import \{[^}]*\bisIP(v6)?\b[^}]*\} from "node:net"/;
  // The simulator judges by another's word.
  const wrong = [...sources].filter(([path, text]) => asks.test(text) && !path.startsWith("simulator/"));
  expect(wrong.map(([path]) => path)).toEqual([]);
});

it("nothing that is exported changes: the pieces of the bundle hand it on as it is when they are loaded", () => {
  const wrong = [...sources].flatMap(([path, text]) => {
    const variables = [...text.matchAll(/^(export )?(?:let|var) (\w+)/gm)];
    const isHandedOn = (name: string) => new RegExp(`^export (default|\\{[^}]*)\\b${name}\\b`, "m").test(text);
    return variables
      .filter(([, isExported, name = ""]) => isExported || isHandedOn(name))
      .map(([line]) => `${path}: ${line}`);
  });
  expect(wrong).toEqual([]);
});

it("nobody asks for the name of a class: the bundle gives them short ones", () => {
  const wrong = [...sources].filter(([, text]) => /\bconstructor\.name\b/.test(withoutComments(text)));
  expect(wrong.map(([path]) => path)).toEqual([]);
});

/** The lines of each outermost statement, which begins in the first column, without what is written above the next one. */
function statementsOf(text: string): string[][] {
  const parts = text.split(/^(?=[^\s/})\]*])/m).map((part) => part.split("\n"));
  return parts.map((lines) => lines.slice(0, 1 + lines.findLastIndex((line) => !/^(?:$|\/| \*)/.test(line))));
}

function withoutComments(text: string): string {
  return text.replace(/^\s*(\/?\*|\/\/).*$/gm, "");
}
