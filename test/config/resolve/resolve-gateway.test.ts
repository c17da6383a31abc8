import { expect, it } from "vitest";
import { findProblems, withKeys } from "../load-text.ts";

it("names all that is wrong with a client at once, whatever is wrong with its password or name", async () => {
  const yaml = [
    "gateway:",
    "  clients:",
    "    - { name: a, password_hash: nonsense, hostnames: [a.example.no], from: [10.0.0.1/8], acme: [b] }",
    "    - { name: a, password: abcdefgh, hostnames: [b.example.no, b.example.no], from: [x] }",
    "    - { name: 'c:d', password: abcdefgh, hostnames: [c.example.no], only: [y] }",
  ];
  const problems = await findProblems(withKeys(yaml.join("\n")));
  expect(problems.map((problem) => problem.split(": ")[0])).toEqual([
    "5:33 gateway.clients[0].password_hash",
    "5:77 gateway.clients[0].from[0]",
    "5:97 gateway.clients[0].acme[0]",
    "6:64 gateway.clients[1].hostnames[1]",
    "6:86 gateway.clients[1].from[0]",
    "7:15 gateway.clients[2].name",
    "7:76 gateway.clients[2].only[0]",
  ]);
});
