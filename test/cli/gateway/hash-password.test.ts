import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { hashPasswordCommand } from "../../../src/cli/commands/gateway/hash-password.ts";
import { isPassword, readPasswordHash } from "../../../src/gateway/clients/password.ts";
import { createTestContext } from "../run-command.ts";

/** The command on a terminal on which that is typed. */
async function type(keys: string) {
  const { context, stdout, stderr } = await createTestContext();
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  stdin.write(keys);
  const exitCode = await hashPasswordCommand({ ...context, stdin });
  return { exitCode, stdout: stdout(), stderr: stderr() };
}

it("asks for the password on a terminal, and shows nothing of it", async () => {
  const typed = await type("a-password-of-many-letters\r");
  expect(typed).toMatchObject({ exitCode: 0, stderr: "Password: \n" });
  const check = readPasswordHash(typed.stdout);
  expect(check && isPassword("a-password-of-many-letters", check)).toBe(true);
});

it("ends as interrupted after Ctrl+C", async () => {
  expect(await type("half\u0003")).toEqual({ exitCode: 130, stdout: "", stderr: "Password: \n" });
});
