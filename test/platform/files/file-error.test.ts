import { open } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { describeFileError, namingFile } from "../../../src/platform/files/file-error.ts";

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
});
