import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ask, simulated } from "../simulated.ts";

const at = "/webhosting/1234";

describe("web hosting", () => {
  it("names a mailbox by its local part when it is made, and by its whole address after", async () => {
    const simulator = await simulated();
    expect((await ask(simulator, `POST ${at}/emails`, { body: { email: "new", password: "x" } })).status).toBe(201);
    expect((await ask(simulator, `PUT ${at}/emails/new%40example.no/quota`, { body: { quota: 5 } })).status).toBe(200);
    const { emails } = (await ask(simulator, `GET ${at}/emails`)).json.data;
    expect(emails).toContainEqual({ email: "new@example.no", quota: 5 });
    expect((await ask(simulator, `DELETE ${at}/emails/new%40example.no`)).status).toBe(200);
    expect((await ask(simulator, `DELETE ${at}/emails/new%40example.no`)).status).toBe(404);
  });

  it("takes the destinations of a forwarder as a list or as text", async () => {
    const simulator = await simulated();
    await ask(simulator, `POST ${at}/email-forwarders`, { body: { user: "a", destinations: ["x@y.no", "z@y.no"] } });
    await ask(simulator, `POST ${at}/email-forwarders`, { body: { user: "b", destinations: "x@y.no, z@y.no" } });
    const { forwarders } = (await ask(simulator, `GET ${at}/email-forwarders`)).json.data;
    expect(forwarders.slice(1)).toEqual([
      { user: "a", destinations: ["x@y.no", "z@y.no"] },
      { user: "b", destinations: ["x@y.no", "z@y.no"] },
    ]);
  });

  it("makes databases with the account's name before theirs", async () => {
    const simulator = await simulated();
    await ask(simulator, `POST ${at}/databases`, { body: { name: "blog", password: "x" } });
    expect(
      (await ask(simulator, `PUT ${at}/databases/exampleno_blog/password`, { body: { password: "y" } })).status,
    ).toBe(200);
    expect((await ask(simulator, `DELETE ${at}/databases/exampleno_blog`)).status).toBe(200);
  });

  it("keeps what is uploaded, lists it page by page and gives it back", async () => {
    const simulator = await simulated();
    const form = new FormData();
    form.append("path", "/public_html/up");
    for (const name of ["a.txt", "b.txt", "c.txt"]) form.append("files", new File([`content of ${name}`], name));
    expect((await ask(simulator, `POST ${at}/files/upload`, { form })).status).toBe(201);
    const second = (await ask(simulator, `GET ${at}/files/list?path=/public_html/up&page=2&ipp=2`)).json.data;
    expect(second).toMatchObject({ pages: 2, total: 3, files: [{ name: "c.txt", type: "file", size: 16 }] });
    const downloaded = await ask(simulator, `GET ${at}/files/download?path=/public_html/up/b.txt`);
    expect(downloaded.headers.get("content-disposition")).toContain("b.txt");
    expect(downloaded.text).toBe("content of b.txt");
    const rename = { path: "/public_html", old: "up", filename: "down" };
    await ask(simulator, `POST ${at}/files/rename`, { body: rename });
    expect((await ask(simulator, `GET ${at}/files/edit?path=/public_html/down/a.txt`)).json.data.text).toBe(
      "content of a.txt",
    );
    expect((await ask(simulator, `POST ${at}/files/delete`, { body: { paths: ["/public_html/down"] } })).status).toBe(
      200,
    );
    expect((await ask(simulator, `GET ${at}/files/list?path=/public_html/down`)).status).toBe(404);
  });

  it("streams a file that is too large to keep, with its length", async () => {
    const simulator = await simulated();
    const size = 20_000_000;
    simulator.store.hostings[0]?.files.put("/big.bin", { content: null, size, sha256: "" });
    const { headers, text } = await ask(simulator, `GET ${at}/files/download?path=/big.bin`);
    expect(headers.get("content-length")).toBe(String(size));
    expect(text).toHaveLength(size);
  });

  it("knows the digest of what was uploaded", async () => {
    const simulator = await simulated();
    const bytes = Buffer.alloc(5_000_000, "abc");
    const form = new FormData();
    form.append("files", new File([bytes], "big.bin"));
    await ask(simulator, `POST ${at}/files/upload`, { form });
    const stored = simulator.store.hostings[0]?.files.file("/big.bin");
    expect(stored).toMatchObject({ size: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") });
  });

  it("backs up and restores an application at one place, and deletes a backup by the body", async () => {
    const simulator = await simulated();
    const backups = `${at}/install/wp1/backups`;
    await ask(simulator, `POST ${backups}`, { body: { action: "backup" } });
    const listed = (await ask(simulator, `GET ${backups}`)).json.data.backups;
    expect(listed).toHaveLength(2);
    const { id } = listed[1];
    expect((await ask(simulator, `POST ${backups}`, { body: { action: "restore", backup: id } })).status).toBe(200);
    expect((await ask(simulator, `GET ${backups}/${id}/download`)).headers.get("content-type")).toBe(
      "application/octet-stream",
    );
    expect((await ask(simulator, `DELETE ${backups}`, { body: { backup: id } })).status).toBe(200);
    expect((await ask(simulator, `POST ${backups}`, { body: { action: "restore", backup: id } })).status).toBe(404);
  });

  it("goes at once when it is cancelled early", async () => {
    const simulator = await simulated();
    await ask(simulator, `DELETE ${at}/cancel`, { body: { reason: "done" } });
    expect((await ask(simulator, "GET /webhosting")).json.data.hosting).toMatchObject([{ status: "cancelled" }]);
    await ask(simulator, `DELETE ${at}/cancel`, { body: { reason: "done", early_termination: true } });
    expect((await ask(simulator, `GET ${at}`)).status).toBe(404);
  });
});
