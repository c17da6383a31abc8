import { describe, expect, it } from "vitest";
import type { Simulator } from "../../src/simulator/start-simulator.ts";
import { simulated } from "../simulator/simulated.ts";
import { hasPrograms, runProgram } from "./run-program.ts";

// What the demo tells a newcomer to type.

async function dig(simulator: Simulator, ...args: string[]): Promise<string> {
  const { host, port } = simulator.dns;
  const { output } = await runProgram("dig", [`@${host}`, "-p", String(port), "+tries=1", "+time=3", ...args]);
  return output;
}

const longText = "x".repeat(200);

function exampleZone() {
  const texts = ["one", "two", "three", "four", "five", "six"];
  return {
    name: "example.no",
    records: [
      { name: "home", type: "A", value: "185.1.2.3", ttl: 60 },
      { name: "home", type: "AAAA", value: "2a01:4f8::7" },
      { name: "@", type: "MX", value: "mail.example.no", priority: 10 },
      { name: "www", type: "CNAME", value: "home.example.no" },
      { name: "*.wild", type: "A", value: "185.1.2.4" },
      ...texts.map((text) => ({ name: "long", type: "TXT", value: `${text} ${longText}` })),
    ],
  };
}

describe.skipIf(!hasPrograms("dig"))("dig, asking the simulated name server", () => {
  it.each(["+notcp", "+tcp"])("sees addresses, aliases and mail servers (%s)", async (how) => {
    const simulator = await simulated({ zones: [exampleZone()] });
    const short = async (...args: string[]) => (await dig(simulator, how, "+short", ...args)).trim();
    expect(await short("home.example.no", "A")).toBe("185.1.2.3");
    expect(await short("HOME.example.no.", "AAAA")).toBe("2a01:4f8::7");
    expect(await short("www.example.no", "A")).toBe("home.example.no.\n185.1.2.3");
    expect(await short("example.no", "MX")).toBe("10 mail.example.no.");
    expect(await short("any.wild.example.no", "A")).toBe("185.1.2.4");
    expect(await short("example.no", "SOA")).toMatch(/^ns1\.gigahost\.no\. \S+ \d+ \d+ \d+ \d+ \d+$/);
    expect((await short("example.no", "NS")).split("\n").sort()).toEqual([
      "ns1.gigahost.no.",
      "ns2.gigahost.no.",
      "ns3.gigahost.no.",
    ]);
  });

  it("finds the answer well-formed and authoritative, with the record's time to live", async () => {
    const simulator = await simulated({ zones: [exampleZone()] });
    const output = await dig(simulator, "home.example.no", "A");
    expect(output).toMatch(/status: NOERROR/);
    expect(output).toMatch(/flags: qr aa/);
    expect(output).toMatch(/^home\.example\.no\.\s+60\s+IN\s+A\s+185\.1\.2\.3$/m);
    expect(output).not.toMatch(/malformed|WARNING: Message|bad packet/i);
  });

  it("is told what isn't there, and what isn't served here", async () => {
    const simulator = await simulated({ zones: [exampleZone()] });
    expect(await dig(simulator, "nothing.example.no", "A")).toMatch(/status: NXDOMAIN/);
    expect(await dig(simulator, "home.example.no", "TXT")).toMatch(/status: NOERROR.*\n.*ANSWER: 0/);
    expect(await dig(simulator, "example.org", "A")).toMatch(/status: REFUSED/);
  });

  it("comes back over TCP for what is too long for a datagram", async () => {
    const simulator = await simulated({ zones: [exampleZone()] });
    expect(await dig(simulator, "+ignore", "+noedns", "long.example.no", "TXT")).toMatch(/flags: qr aa tc/);
    const output = await dig(simulator, "+noedns", "long.example.no", "TXT");
    expect(output).toMatch(/Truncated, retrying in TCP mode/);
    expect(output).toMatch(/ANSWER: 6/);
  });
});
