import { open } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { describeFileError, namingFile } from "../../../src/platform/files/file-error.ts";
import { readRegularFile } from "../../../src/platform/files/read-regular-file.ts";

/** A device that is always full. */
async function fillUp(): Promise<void> {
  const file = await open("/dev/full", "w");
  await file.writeFile("text").finally(() => file.close());
}

describe("a file that can't be written", () => {
  it("is named by an error that the system gives without its path", async () => {
    await expect(fillUp()).rejects.not.toHaveProperty("path");
    const error: unknown = await namingFile("/etc/some.yaml", fillUp).catch((each: unknown) => each);
    expect(error).toMatchObject({ path: "/etc/some.yaml", code: "ENOSPC" });
    expect(describeFileError(error)).toBe("no space left on the device");
  });

  it("leaves other errors as they are", async () => {
    const defect = new TypeError("x");
    await expect(namingFile("/etc/some.yaml", () => Promise.reject(defect))).rejects.toBe(defect);
    expect(defect).not.toHaveProperty("path");
    expect(describeFileError(defect)).toBe("unknown reason");
  });

  it.each([
    ["/dev/null", "it is not a regular file"],
    ["/none/such", "no such file or directory"],
    ["/etc", "it is a directory"],
    [import.meta.filename, "it is too large"],
  ])("is explained without a code: %s", async (path, reason) => {
    const error: unknown = await readRegularFile(path, 10).catch((each: unknown) => each);
    expect(describeFileError(error)).toBe(reason);
  });
});
