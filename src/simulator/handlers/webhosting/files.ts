import { binary, done, refuse, reply, type SimulatedAnswer } from "../../answer.ts";
import { type Call, type Handlers, textField } from "../../call.ts";
import { absolutePath, type FileTree } from "../../store/file-tree.ts";
import type { Hosting } from "../../store/hostings.ts";
import { withHosting } from "./with-hosting.ts";

export const fileHandlers: Handlers = {
  "GET /webhosting/{id}/files/tree": withHosting(showTree),
  "GET /webhosting/{id}/files/list": withHosting(listFiles),
  "GET /webhosting/{id}/files/edit": withHosting(readFile),
  "GET /webhosting/{id}/files/download": withHosting(downloadFile),
  "POST /webhosting/{id}/files/save": withHosting(saveFile),
  "POST /webhosting/{id}/files/rename": withHosting(renameFile),
  "POST /webhosting/{id}/files/folder": withHosting(createFolder),
  "POST /webhosting/{id}/files/create": withHosting(createFile),
  "POST /webhosting/{id}/files/delete": withHosting(deleteFiles),
  "POST /webhosting/{id}/files/upload": withHosting(uploadFiles),
};

function showTree(call: Call, { files }: Hosting): SimulatedAnswer {
  const path = absolutePath(call.query.get("path") ?? "/");
  return files.isFolder(path) ? reply({ tree: branch(files, path) }) : refuse(404, "Folder not found.");
}

function branch(files: FileTree, path: string): object {
  const folders = files.entries(path).filter((entry) => entry.type === "folder");
  return { path, folders: folders.map(({ name }) => branch(files, absolutePath(path, name))) };
}

function listFiles(call: Call, { files }: Hosting): SimulatedAnswer {
  const path = absolutePath(call.query.get("path") ?? "/");
  const [page, perPage] = [Number(call.query.get("page") ?? 1), Number(call.query.get("ipp") ?? 50)];
  if (!files.isFolder(path)) return refuse(404, "Folder not found.");
  if (!(page >= 1) || !(perPage >= 1)) return refuse(400, "Invalid page.");
  const entries = files.entries(path);
  const shown = entries.slice((page - 1) * perPage, page * perPage);
  return reply({
    path,
    page,
    pages: Math.max(1, Math.ceil(entries.length / perPage)),
    total: entries.length,
    files: shown,
  });
}

function readFile(call: Call, { files }: Hosting): SimulatedAnswer {
  const path = absolutePath(call.query.get("path") ?? "");
  const file = files.file(path);
  return file?.content ? reply({ path, text: file.content.toString("utf8") }) : refuse(404, "File not found.");
}

function downloadFile(call: Call, { files }: Hosting): SimulatedAnswer {
  const path = absolutePath(call.query.get("path") ?? "");
  const file = files.file(path);
  if (!file) return refuse(404, "File not found.");
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (file.content) return binary(file.content, name);
  return binary(zeros(file.size), name, { "content-length": String(file.size) });
}

/** Stands for the content of a file that was too large to keep. */
async function* zeros(size: number): AsyncGenerator<Buffer> {
  const block = Buffer.alloc(65_536);
  for (let left = size; left > 0; left -= block.length) yield block.subarray(0, Math.min(left, block.length));
}

function saveFile(call: Call, { files }: Hosting): SimulatedAnswer {
  const [folder, name] = [textField(call, "path"), textField(call, "filename")];
  if (!folder || !name) return refuse(400, "Path and filename are required.");
  files.write(absolutePath(folder, name), Buffer.from(textField(call, "text") ?? ""));
  return done("File saved.");
}

function createFile(call: Call, { files }: Hosting): SimulatedAnswer {
  const [folder, name] = [textField(call, "path"), textField(call, "filename")];
  if (!folder || !name) return refuse(400, "Path and filename are required.");
  if (files.exists(absolutePath(folder, name))) return refuse(400, "File already exists.");
  files.write(absolutePath(folder, name), Buffer.alloc(0));
  return done("File created.", 201);
}

function createFolder(call: Call, { files }: Hosting): SimulatedAnswer {
  const [folder, name] = [textField(call, "path"), textField(call, "name")];
  if (!folder || !name) return refuse(400, "Path and name are required.");
  if (files.exists(absolutePath(folder, name))) return refuse(400, "Folder already exists.");
  files.makeFolder(absolutePath(folder, name));
  return done("Folder created.", 201);
}

function renameFile(call: Call, { files }: Hosting): SimulatedAnswer {
  const [folder, from, to] = ["path", "old", "filename"].map((name) => textField(call, name));
  if (!folder || !from || !to) return refuse(400, "Path, old and filename are required.");
  if (!files.exists(absolutePath(folder, from))) return refuse(404, "File not found.");
  files.rename(absolutePath(folder, from), absolutePath(folder, to));
  return done("File renamed.");
}

function deleteFiles(call: Call, { files }: Hosting): SimulatedAnswer {
  const paths = Array.isArray(call.body.paths) ? call.body.paths.map((path) => absolutePath(String(path))) : [];
  if (paths.length === 0 || paths.includes("/")) return refuse(400, "Paths are required.");
  if (!paths.every((path) => files.exists(path))) return refuse(404, "File not found.");
  for (const path of paths) files.remove(path);
  return done("Files deleted.");
}

/** The field is `files`, with or without PHP's brackets. */
function uploadFiles(call: Call, { files }: Hosting): SimulatedAnswer {
  const folder = absolutePath(textField(call, "path") ?? "/");
  const uploads = call.uploads.filter(({ field }) => field === "files" || field === "files[]");
  if (uploads.length === 0) return refuse(400, "Files are required.");
  for (const { filename, size, sha256, content } of uploads) {
    files.put(absolutePath(folder, filename), { size, sha256, content });
  }
  return done("Files uploaded.", 201);
}
