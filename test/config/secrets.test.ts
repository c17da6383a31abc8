// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} in plain text is what this is about
import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import type { ReadFile } from "../../src/config/file/read-bounded-file.ts";
import { loadConfig } from "../../src/config/load-config.ts";
import { configFile, findProblems, loadText, readFrom, withKeys } from "./load-text.ts";

const hostnames = "hostnames: [home.example.no]\n";
const printable = Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCharCode(0x20 + index));
const awkward = [
  "$",
  "#",
  "${",
  "$${",
  "${HOME}",
  "$$",
  " #x",
  "'",
  '"',
  "\\",
  "\\n",
  "~",
  "null",
  "true",
  "0123",
  "1e3",
  "- x",
  "a: b",
];
const awkwardPasswords = [
  ...printable,
  ...awkward,
  ...printable.map((character) => `a${character}b`),
  printable.join(""),
  "pæssørd 🔑",
];

async function passwordOf(yaml: string, extra: Parameters<typeof loadText>[1] = {}): Promise<string | undefined> {
  const { config } = await loadText(`${hostnames}${yaml}`, extra);
  return config.account.credential?.kind === "password" ? config.account.credential.password : undefined;
}

describe("a password of any printable characters", () => {
  const escapeVariables = (password: string) => password.replaceAll("${", () => "$${");

  it.each(awkwardPasswords)("is read as it is from the file's quoted text: %j", async (password) => {
    for (const defaultStringType of ["QUOTE_DOUBLE", "QUOTE_SINGLE"] as const) {
      const yaml = stringify(
        { account: { username: "ola", password: escapeVariables(password) } },
        { defaultStringType },
      );
      expect(await passwordOf(yaml)).toBe(password);
    }
  });

  it.each(awkwardPasswords)(
    "is read as it is from the environment, a variable in the file, and a file: %j",
    async (password) => {
      const yaml = "account: { username: ola }";
      expect(await passwordOf(yaml, { environment: { GIGAHOST_PASSWORD: password } })).toBe(password);
      for (const quoted of ["${PW}", "'${PW}'", '"${PW}"']) {
        const substituted = `account: { username: ola, password: ${quoted === "${PW}" ? '"${PW}"' : quoted} }`;
        expect(await passwordOf(substituted, { environment: { PW: password } })).toBe(password);
        expect(
          await passwordOf(`account:\n  username: ola\n  password: ${quoted}`, { environment: { PW: password } }),
        ).toBe(password);
      }
      for (const ending of ["", "\n", "\r\n"]) {
        const files = { "/etc/test/pw": password + ending };
        expect(await passwordOf("account: { username: ola, password_file: pw }", { files })).toBe(password);
        expect(await passwordOf(yaml, { files, environment: { GIGAHOST_PASSWORD_FILE: "/etc/test/pw" } })).toBe(
          password,
        );
        expect(
          await passwordOf(yaml, {
            files: { "/cred/password": password + ending },
            environment: { CREDENTIALS_DIRECTORY: "/cred" },
          }),
        ).toBe(password);
      }
    },
  );

  it("is taken for its text where YAML sees a number or a word of its own", async () => {
    for (const [plain, password] of [
      ["0123", "0123"],
      ["1e3", "1e3"],
      ["true", "true"],
      ["0x1F", "0x1F"],
      ["p$$w$rd", "p$$w$rd"],
      ["a#b", "a#b"],
    ] as const) {
      expect(await passwordOf(`account: { username: ola, password: ${plain} }`)).toBe(password);
    }
  });

  it("that loses its end to a comment is warned of, and not shown", async () => {
    const { config } = await loadText(`${hostnames}account:\n  username: ola\n  password: hunter2 #3`);
    expect(config.warnings).toEqual([
      expect.stringContaining(`account.password (${configFile}:4): what follows the # is a comment`),
    ]);
    expect(config.warnings.join()).not.toContain("hunter2");
  });
});

describe("the credential", () => {
  const files = { "/etc/test/key": "k1\n", "/cred/api_key": "k1", "/other": "k2\n", "/empty": "\n", "/two": "a\nb\n" };
  const apiKeyOf = async (yaml: string, environment: NodeJS.ProcessEnv) => {
    const { config, origins } = await loadText(`${hostnames}${yaml}`, { files, environment });
    const { credential } = config.account;
    return [credential?.kind === "api-key" ? credential.apiKey : undefined, origins.get("account.api_key")];
  };

  it.each([
    ["account: { api_key: k1 }", {}, `${configFile}:2`],
    ["account: { api_key_file: key }", {}, `${configFile}:2`],
    ["", { GIGAHOST_API_KEY: "k1" }, "GIGAHOST_API_KEY"],
    ["", { GIGAHOST_API_KEY: "k1\r\n" }, "GIGAHOST_API_KEY"],
    ["", { GIGAHOST_API_KEY_FILE: "/etc/test/key" }, "GIGAHOST_API_KEY_FILE"],
    ["", { CREDENTIALS_DIRECTORY: "/cred" }, "systemd credential api_key"],
    ["account: { api_key_file: key }", { CREDENTIALS_DIRECTORY: "/cred", GIGAHOST_API_KEY: "k1" }, `${configFile}:2`],
    ["account: { api_key: '' }", { GIGAHOST_API_KEY: "k1", GIGAHOST_API_KEY_FILE: "" }, "GIGAHOST_API_KEY"],
    ["account: { api_key: '${UNSET:-}', api_key_file: /empty }", { GIGAHOST_API_KEY: "k1" }, "GIGAHOST_API_KEY"],
    ["account:", { GIGAHOST_API_KEY: "k1", GIGAHOST_PASSWORD: "" }, "GIGAHOST_API_KEY"],
  ])("comes from %j and %j", async (yaml, environment, origin) => {
    expect(await apiKeyOf(yaml, environment)).toEqual(["k1", origin]);
  });

  it("is the file beside the configuration where it names none, but not for what systemd hands its own", async () => {
    const beside = { "/etc/test/api_key": "k3\n", "/etc/test/password": "p3\n", "/cred/api_key": "\n" };
    const { config, origins } = await loadText(hostnames, { files: beside });
    expect(config.account.credential).toEqual({ kind: "api-key", apiKey: "k3" });
    expect(origins.get("account.api_key")).toBe("/etc/test/api_key");
    const named = await loadText(`${hostnames}account: { username: ola }`, { files: beside });
    expect(named.config.account.credential).toEqual({ kind: "password", username: "ola", password: "p3" });
    const given = await loadText(`${hostnames}account: { api_key: k1 }`, { files: beside });
    expect(given.config.account.credential).toEqual({ kind: "api-key", apiKey: "k1" });
    const environment = { CREDENTIALS_DIRECTORY: "/cred" };
    expect(await findProblems(hostnames, { files: beside, environment })).toEqual([
      expect.stringContaining("no credential"),
    ]);
  });

  it.each([
    [
      "account: { api_key: k1 }",
      { GIGAHOST_API_KEY: "k2" },
      [`account.api_key (${configFile}:2)`, "and GIGAHOST_API_KEY;"],
    ],
    [
      "account: { api_key_file: key }",
      { GIGAHOST_API_KEY_FILE: "/other" },
      [`account.api_key_file (${configFile}:2)`, "GIGAHOST_API_KEY_FILE"],
    ],
    [
      "",
      { GIGAHOST_API_KEY_FILE: "/other", CREDENTIALS_DIRECTORY: "/cred" },
      ["GIGAHOST_API_KEY_FILE", "systemd credential api_key"],
    ],
    [
      "account: { api_key: k1, username: ola }",
      { GIGAHOST_PASSWORD: "p1" },
      [`account.api_key (${configFile}:2)`, "GIGAHOST_PASSWORD"],
    ],
    ["account: { username: ola }", {}, ["account.username", "without the password", "GIGAHOST_PASSWORD"]],
    ["account: { password: p1 }", {}, ["account.password", "without the user name"]],
    ["account: { username: 'o:la', password: p1 }", {}, ["the user name (account.username", "has a colon in it"]],
    ["account: {}", {}, ["no credential", "GIGAHOST_API_KEY"]],
    ["account: { api_key_file: /empty }", {}, ["no credential: the file /empty is empty"]],
    ["account: { username: ola, password_file: /empty }", {}, ["without the password: the file /empty is empty"]],
    ["", { CREDENTIALS_DIRECTORY: "/nothing" }, ["systemd passes none on", "/etc/gigahost-ddns/api_key"]],
    ["account: { api_key_file: nowhere }", {}, ["no such file; its name is not shown"]],
    ["account: { api_key_file: /etc/nowhere }", {}, ["the file /etc/nowhere: no such file"]],
    ["account: { api_key_file: /secrets/not-mounted/key }", {}, ["the file /secrets/not-mounted/key: no such file"]],
    ["account: { api_key_file: /Zq8Kd93p/x8Yr }", {}, ["no such file; its name is not shown"]],
    ["account: { api_key_file: ./nowhere }", {}, ["the file /etc/test/nowhere: no such file"]],
    ["account: { api_key_file: /two }", {}, ["has a space, a line break"]],
    ["account: { api_key: '\"k1\"' }", {}, [`account.api_key (${configFile}:2)`, "has quotes around it"]],
    ["account: { username: \"'ola'\", password: p1 }", {}, ["the user name", "has quotes around it"]],
    ["", { GIGAHOST_API_KEY: "GIGAHOST_API_KEY=k1" }, ["(GIGAHOST_API_KEY)", "NAME= in front"]],
    ["", { GIGAHOST_API_KEY: "Bearer k1" }, ["scheme in front"]],
    ["account: { username: ola, password: GIGAHOST_PASSWORD=p1 }", {}, ["the password", "NAME= in front"]],
    ["account: { api_key: [k1] }", {}, ["expected text, not a list"]],
    [
      "account: { api_key: k1 }\nheartbeat: https://a/1",
      { GIGAHOST_DDNS_HEARTBEAT: "https://a/2" },
      ["heartbeat", "GIGAHOST_DDNS_HEARTBEAT"],
    ],
    [
      "account: { api_key: k1 }\nnotify: [{ url: json://b }]",
      { GIGAHOST_DDNS_NOTIFY: "json://c" },
      ["notify", "GIGAHOST_DDNS_NOTIFY"],
    ],
    ["account: { api_key: k1 }\nnotify: [{ url: json://b, url_file: /other }]", {}, ["notify[0].url_file"]],
  ])("is refused with both places named: %j and %j", async (yaml, environment, words) => {
    const problems = await findProblems(`${hostnames}${yaml}`, { files, environment });
    expect(problems).toHaveLength(1);
    for (const word of words) expect(problems[0]).toContain(word);
    expect(problems[0]).not.toMatch(/\bk[12]\b|\bp1\b/);
  });

  it("may be said in two places that agree, notices too", async () => {
    const yaml = `${hostnames}account: { api_key: k1 }\nnotify: [{ url: "json://b", on: [held] }]`;
    const { config } = await loadText(yaml, {
      files,
      environment: { GIGAHOST_API_KEY: "k1", GIGAHOST_DDNS_NOTIFY: "json://b" },
    });
    expect(config.notify).toEqual([{ url: "json://b", secret: null, on: ["held"] }]);
  });

  it("splits a list of notice URLs only where another one begins", async () => {
    const url = "telegram://123:AAH@telegram?chats=1,@channel";
    const { config } = await loadText(`${hostnames}account: { api_key: k1 }`, {
      environment: { GIGAHOST_DDNS_NOTIFY: `${url}, command:/bin/tell a,b` },
    });
    expect(config.notify.map((channel) => channel.url)).toEqual([url, "command:/bin/tell a,b"]);
  });

  it("reads the secret file that a URL names, and hides what it holds", async () => {
    const { config } = await loadText(
      `${hostnames}account: { api_key: k1 }\nnotify: [{ url: "webhook://h/in?secret_file=/s" }]`,
      {
        files: { "/s": "hook-secret\n" },
      },
    );
    expect(config.notify).toMatchObject([{ secret: "hook-secret" }]);
    expect(config.secrets).toContain("hook-secret");
  });

  it.each([
    ["nfty://ntfy.sh/my-topic", "did you mean ntfy://?"],
    ["gotify://push.example.no/", "has no token"],
    ["webhook://h/in?secret_file=/none", "secret_file"],
  ])("refuses %s, naming no part of it that may be secret", async (url, words) => {
    const loading = loadText(`${hostnames}account: { api_key: k1 }\nnotify: [{ url: "${url}" }]`);
    await expect(loading).rejects.toThrow(words);
    await expect(loading).rejects.not.toThrow("my-topic");
  });

  it("reads notices and heartbeat from files, one URL a line or with commas between", async () => {
    const { config } = await loadText(`${hostnames}account: { api_key: k1 }`, {
      files: { "/n": "ntfy://a/b\nntfy://c/d\n", "/h": "https://hc/1\n" },
      environment: { GIGAHOST_DDNS_NOTIFY_FILE: "/n", GIGAHOST_DDNS_HEARTBEAT_FILE: "/h" },
    });
    expect(config.notify.map(({ url }) => url)).toEqual(["ntfy://a/b", "ntfy://c/d"]);
    expect(config.secrets).toEqual(expect.arrayContaining(["ntfy://a/b", "ntfy://c/d", "https://hc/1", "k1"]));
  });
});

describe("files on the disk", () => {
  const directory = mkdtempSync(join(tmpdir(), "secrets-"));
  const write = (name: string, content: string | Uint8Array, mode = 0o600) => {
    const path = join(directory, name);
    writeFileSync(path, content);
    chmodSync(path, mode);
    return path;
  };

  it("are warned of when they hold a secret and everybody may read them", async () => {
    const key = write("key", "flux_live_1", 0o644);
    const open = await loadConfig({
      file: write("a.yaml", `${hostnames}account: { api_key_file: key }`, 0o644),
      environment: {},
    });
    expect(open.warnings).toEqual([
      `${key} holds a secret and every user of this machine can read it: chmod 600 ${key}`,
    ]);
    const inline = write("b.yaml", `${hostnames}account: { api_key: flux_live_1 }`, 0o644);
    expect((await loadConfig({ file: inline, environment: {} })).warnings).toEqual([
      expect.stringContaining(`chmod 600 ${inline}`),
    ]);
  });

  it("hold the HTTP token, too: warned of when everybody may read it, and masked", async () => {
    const token = write("token", "my-own-token", 0o644);
    const yaml = `${hostnames}account: { api_key: flux_live_1 }\nhttp: { token_file: token }`;
    const { warnings, secrets } = await loadConfig({ file: write("e.yaml", yaml), environment: {} });
    expect(warnings).toEqual([
      `${token} holds a secret and every user of this machine can read it: chmod 600 ${token}`,
    ]);
    expect(secrets).toContain("my-own-token");
  });

  it.skipIf(process.getuid?.() !== 0)("hold the HTTP token, too: warned of when another user has it", async () => {
    const token = write("theirs", "my-own-token", 0o600);
    chownSync(token, 4711, 4711);
    const yaml = `${hostnames}account: { api_key: flux_live_1 }\nhttp: { token_file: theirs }`;
    const { warnings } = await loadConfig({ file: write("f.yaml", yaml, 0o600), environment: {} });
    expect(warnings).toEqual([expect.stringContaining("belongs to another user (4711)")]);
  });

  it.skipIf(process.getuid?.() === 0)("that can't be read are named with what to do", async () => {
    write("closed", "k1", 0o000);
    const file = write("c.yaml", `${hostnames}account: { api_key_file: closed }`);
    await expect(loadConfig({ file, environment: {} })).rejects.toThrow(/permission denied.*chown.*chmod/);
  });

  it("that never end are given up on", async () => {
    execFileSync("mkfifo", [join(directory, "pipe")]);
    for (const endless of ["/dev/zero", "/dev/tty", join(directory, "pipe")]) {
      const fault = /it is not a regular file|it can't be read \(ENXIO\)/;
      await expect(loadConfig({ file: endless, environment: {} })).rejects.toThrow(fault);
      const file = write("d.yaml", `${hostnames}account: { api_key_file: ${endless} }`);
      await expect(loadConfig({ file, environment: {} })).rejects.toThrow(fault);
    }
  });
});

it("doesn't show a password that stands where a key should", async () => {
  for (const account of [
    "{ username: ola, hunter2 }",
    "\n  username: ola\n  hunter2:",
    "{ username: ola, password: { hunter2: } }",
  ]) {
    const problems = await findProblems(`${hostnames}account: ${account}`);
    expect(problems).not.toEqual([]);
    expect(problems.join("\n")).not.toContain("hunter2");
  }
});

it.each([
  ["account: { api_key_file: @ }", {}],
  ["account: { api_key: k1 }\nheartbeat_file: @", {}],
  ["account: { api_key: k1 }\nnotify: [{ url_file: @ }]", {}],
  ["account: { username: ola, password_file: @ }", {}],
  ["", { GIGAHOST_API_KEY_FILE: "@" }],
  ["account: { username: ola }", { GIGAHOST_PASSWORD_FILE: "@" }],
  ["account: { api_key: k1 }", { GIGAHOST_DDNS_NOTIFY_FILE: "@" }],
  ["account: { api_key: k1 }", { GIGAHOST_DDNS_HEARTBEAT_FILE: "@" }],
])("never shows a secret that was written where a file's name belongs: %j, %j", async (yaml, environment) => {
  const keys = [
    "hunter2",
    "flux_live_0123456789ab",
    "https://hc-ping.com/0123",
    "x7/kQ+9==",
    "/kQ/x7+9==",
    `k${"e".repeat(300)}y`,
  ];
  for (const secret of keys) {
    const variables = Object.entries(environment).map(([name, value]) => [name, value.replace("@", secret)] as const);
    const problems = await findProblems(`${hostnames}${yaml.replace("@", JSON.stringify(secret))}`, {
      environment: Object.fromEntries(variables),
    });
    expect(problems).not.toEqual([]);
    expect(problems.join("\n")).not.toContain(secret);
  }
});

it.each([
  "ttl",
  "engine",
  "schedule",
  "state_dir",
  "http: { listen",
  "ipv4: { sources: [static:1.2.3.4], never: [x], confirm",
])("never shows an API key that was written as %s, not even its beginning", async (key) => {
  const secret = "flux_live_0123456789ab".padEnd(80, "c");
  const problems = await findProblems(
    `${hostnames}account: { api_key: k1 }\n${key}: ${secret}${key.includes("{") ? " }" : ""}`,
  );
  expect(problems.join("\n")).not.toContain("0123456789");
});

it("never shows a secret in an error, however the file is broken around it", async () => {
  const secret = "flux_live_s3cr3tS3CR3T";
  const broken = [
    `account: { api_key: ${secret}`,
    `account:\n  api_key:${secret}\n  username: x`,
    `account:\n  api_key:${secret}`,
    `account: { api_key: ${secret}, ${secret} }`,
    `account:\n  api_key: *${secret}`,
    `account:\n  api_key: !${secret}`,
    `account:\n  api_key: "${secret}\\q"`,
    `account:\n  api_key: @${secret}`,
    `account:\n  api_key: ${secret}: x`,
    `account:\n  api_key: "${secret}`,
    `account:\n  password: { ${secret} }`,
    `account:\n  password: |\n    ${secret}\n  ${secret}`,
    `account:\n\tapi_key: ${secret}`,
    `account: ${secret}`,
    secret,
    `account: { api_key: ${secret} }\nheartbeat: ${secret}\nnotify: [{ url: ${secret} }, ${secret}]`,
    `account: { api_key: ${secret}, base_url: "https://ola:${secret}@api.gigahost.no" }\nttl: "\${KEY}"\nschedule: "\${KEY}"`,
    `account: { api_key: ${secret} }\nipv4: { sources: ["https://u:${secret}@x:y"] }`,
    `account: { api_key: "${secret} ${secret}" }`,
    `account: { api_key: ${secret}, password: ${secret}2 }`,
  ];
  for (const yaml of broken) {
    const problems = await findProblems(`${hostnames}${yaml}`, { environment: { KEY: secret } });
    expect(problems, yaml).not.toEqual([]);
    expect(problems.join("\n")).not.toContain(secret);
  }
});

it("never shows a secret in an error, whatever character of the file is changed", async () => {
  const secret = "S3cr3tPassw0rd";
  const yaml = `${hostnames}account:\n  username: ola\n  password: "${secret}"\nttl: 60\n`;
  const from = yaml.indexOf("account");
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: from, max: yaml.length }),
      fc.constantFrom(..."\"'{}[]:,&*!|>%@`#-\t\n ?\\", ""),
      fc.nat(1),
      async (at, put, drop) => {
        const start = yaml.indexOf(secret);
        fc.pre(at + drop <= start || at >= start + secret.length);
        const problems = await findProblems(yaml.slice(0, at) + put + yaml.slice(at + drop));
        expect(problems.join("\n")).not.toContain(secret);
      },
    ),
    { numRuns: 1500 },
  );
});

describe("a secret in a key's place", () => {
  it.each(["Zq8Kd93pWmL2", "Zq8/Kd93+pW==", "hemmelig passord 77!", "abQ7cdW8", `flux_live_${"fedcba98".repeat(8)}`])(
    "is not quoted: %s",
    async (secret) => {
      for (const text of [
        `account: { "${secret}": 1 }\n${hostnames}`,
        `${hostnames}"${secret}": 1\n`,
        `${hostnames}"${secret}": 1\n"${secret}": 2\n`,
        `${hostnames}ipv4: { "${secret}": 1 }\n`,
      ]) {
        const problems = (await findProblems(text)).join("\n");
        expect(problems).toContain("unknown key; ");
        expect(problems).not.toContain(secret.slice(0, 12));
      }
    },
  );

  it.each(["intervall", "dns_servers", "logLevel", "ipv5", "MAX_TTL", "x"])(
    "is told from a mere slip: %s",
    async (word) => {
      expect((await findProblems(`${hostnames}${word}: 1\n`)).join("\n")).toContain(`unknown key "${word}"`);
    },
  );
});

describe("a file that the service's own user can't read", () => {
  const environment = { CREDENTIALS_DIRECTORY: "/cred" };
  const yaml = `${hostnames}account: { api_key_file: /etc/gigahost-ddns/api_key }`;
  const readFile = (given: Readonly<Record<string, string>>): ReadFile => {
    const inner = readFrom(new Map(Object.entries(given)));
    return async (path, maxBytes) => {
      if (path.startsWith("/etc/gigahost-ddns/")) throw Object.assign(new Error("denied"), { code: "EACCES" });
      return inner(path, maxBytes);
    };
  };

  it("is not a fault where systemd passes on what is in it", async () => {
    const { config } = await loadText(yaml, {
      environment,
      readFile: readFile({ [configFile]: yaml, "/cred/api_key": "k1\n" }),
    });
    expect(config.account.credential).toEqual({ kind: "api-key", apiKey: "k1" });
  });

  it("is not a fault for any other secret that the unit hands over", async () => {
    const text = `${hostnames}account: { api_key: k1 }
heartbeat_file: /etc/gigahost-ddns/secrets/beat
notify: [{ url_file: /etc/gigahost-ddns/cabin.secrets/url }]`;
    const files = {
      [configFile]: text,
      "/cred/secret_beat": "https://hc-ping.com/0\n",
      "/cred/secret_url": "ntfy://ntfy.sh/topic\n",
    };
    const { config } = await loadText(text, { environment, readFile: readFile(files) });
    expect(config.heartbeats.map(({ url }) => url)).toEqual(["https://hc-ping.com/0"]);
    expect(config.notify.map(({ url }) => url)).toEqual(["ntfy://ntfy.sh/topic"]);
  });

  it.each([
    [
      yaml,
      "systemd passes on /etc/gigahost-ddns/api_key or /etc/gigahost-ddns/password: write the secret there, remove this line, and restart",
    ],
    [
      `${hostnames}account: { api_key: k1 }\nnotify: [{ url_file: /etc/gigahost-ddns/notify }]`,
      "move it into /etc/test/secrets, which systemd passes on, write /etc/test/secrets/notify here, and restart",
    ],
    [
      `${hostnames}account: { api_key: k1 }\nheartbeat_file: /etc/gigahost-ddns/secrets/heartbeat`,
      "systemd passes on what is in /etc/gigahost-ddns/secrets when it starts the service: restart it",
    ],
  ])("is said with what helps under systemd, and no chown, otherwise: %j", async (text, advice) => {
    const problems = await findProblems(text, {
      environment,
      readFile: readFile({ [configFile]: text, "/cred/api_key": "\n" }),
    });
    expect(problems.join()).toContain(`permission denied for the user of the service; ${advice}`);
    expect(problems.join()).not.toContain("chown");
  });
});

describe("somebody's token in another value's place", () => {
  const tokens = [
    "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "jEheVytlAoFl7F8MqUQ7jAo2hOXASztXjEheVytlAoFl7F8MqUQ7jAo2hOXASztX",
    "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw",
    "xoxb-123456789012-abcdefghijkl",
    "AKIAIOSFODNN7EXAMPLE",
    "Sup3rS3cret!pass",
  ];
  const places: readonly ((token: string) => string)[] = [
    (token) => `hostnames: ["${token}"]\n`,
    (token) => `hostnames: [{ name: home.example.no, uplink: "${token}" }]\n`,
    (token) => `${hostnames}engine: "${token}"\n`,
    (token) => `${hostnames}ttl: "${token}"\n`,
    (token) => `${hostnames}schedule: "${token}"\n`,
    (token) => `${hostnames}http: { listen: "${token}" }\n`,
    (token) => `${hostnames}ipv4: { sources: ["${token}"], only: ["${token}"] }\n`,
    (token) => `${hostnames}ipv4: { sources: ["static:${token}"] }\n`,
    (token) => `${hostnames}ttl: "\${${token}}"\n`,
  ];

  it.each(tokens)("is not quoted: %s", async (token) => {
    for (const place of places) {
      const problems = (await findProblems(place(token))).join("\n");
      expect(problems).not.toBe("");
      expect(problems).not.toContain(token.slice(0, 12));
    }
  });

  it.each([
    ["engine: dyndnss", "dyndnss"],
    ["when_lost: delete-after-24-hours", "delete-after-24-hours"],
    ["engine: my_old_engine_2024", "my_old_engine_2024"],
    ["http: { listen: '2a02:fe0:77::1:2:3:4:5:6' }", "2a02:fe0:77::1:2:3:4:5:6"],
    ["ipv4: { only: [192.168.100.200/33] }", "192.168.100.200/33"],
  ])("is told from a wrong value: %s", async (keys, value) => {
    expect((await findProblems(`${hostnames}${keys}\n`)).join("\n")).toContain(`"${value}"`);
  });
});

it("leaves the example in a message as it is when a notice URL is a scheme and nothing else", async () => {
  expect(await findProblems(withKeys("notify: [{ url: 'ntfy://' }]"))).toEqual([
    "3:17 notify[0].url: this ntfy URL has no topic; as in ntfy://ntfy.sh/my-topic",
  ]);
});
