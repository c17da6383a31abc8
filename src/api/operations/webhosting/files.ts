import { binary, body, data, dataOrText, form, optional, query, section } from "../../operation.ts";
import { bytes, undocumented } from "../../values/answer-values.ts";
import { anyText, file, listOf, wholeFrom, words } from "../../values/request-values.ts";
import { hostingId } from "./hosting-id.ts";

const folder = body(words, "The folder that contains it.");

/** Files of a hosting account. Paths begin at its home directory. */
export const webhostingFiles = section({
  /** Gets the folders below a folder. Reference line 2285. */
  getTree: {
    method: "GET",
    path: "/webhosting/{id}/files/tree",
    summary: "Get the subfolders of a folder",
    description: "Folders only.",
    parameters: { id: hostingId, path: optional(query(words, "Where to start; default `/`.")) },
    answer: data(undocumented),
    line: 2285,
  },

  /** Lists files and folders of a folder, page by page. Reference line 2295. */
  list: {
    method: "GET",
    path: "/webhosting/{id}/files/list",
    summary: "List the files and folders in a folder",
    description: "Page by page.",
    parameters: {
      id: hostingId,
      path: optional(query(words, "The folder; default `/`.")),
      page: optional(query(wholeFrom(1), "Page, from 1; default 1.")),
      ipp: optional(query(wholeFrom(1), "Entries per page; default 50.")),
    },
    answer: data(undocumented),
    line: 2295,
  },

  /** Reads a text file; for other files, and large ones, there is `download`. Reference line 2307. */
  read: {
    method: "GET",
    path: "/webhosting/{id}/files/edit",
    summary: "Read a text file",
    description: "Whether the answer is JSON or the text itself is not documented; both are accepted.",
    parameters: { id: hostingId, path: query(words, "Path of the file.") },
    answer: dataOrText(undocumented),
    line: 2307,
  },

  /** Downloads a file, as a stream of its bytes. Reference line 2317. */
  download: {
    method: "GET",
    path: "/webhosting/{id}/files/download",
    summary: "Download a file",
    description: "Comes as a stream of bytes, as it is.",
    parameters: { id: hostingId, path: query(words, "Path of the file.") },
    answer: binary(bytes),
    line: 2317,
  },

  /** Writes a text file; what was in it is replaced. Reference line 2329. */
  save: {
    method: "POST",
    path: "/webhosting/{id}/files/save",
    summary: "Write a text file",
    description: "Replaces its content; without `text` the file becomes empty.",
    parameters: {
      id: hostingId,
      path: folder,
      filename: body(words, "Name of the file."),
      text: optional(body(anyText, "What to write.")),
    },
    answer: data(undocumented),
    confirm: { because: "destroys", type: "filename" },
    line: 2329,
  },

  /** Gives a file or folder another name. Reference line 2342. */
  rename: {
    method: "POST",
    path: "/webhosting/{id}/files/rename",
    summary: "Rename a file or folder",
    description: "Within its folder.",
    parameters: {
      id: hostingId,
      path: folder,
      old: body(words, "The current name."),
      filename: body(words, "The new name."),
    },
    answer: data(undocumented),
    line: 2342,
  },

  /** Creates a folder. Reference line 2353. */
  createFolder: {
    method: "POST",
    path: "/webhosting/{id}/files/folder",
    summary: "Create a folder",
    description: "Inside the folder named by `path`.",
    parameters: { id: hostingId, path: folder, name: body(words, "Name of the new folder.") },
    answer: data(undocumented),
    line: 2353,
  },

  /** Creates an empty file. Reference line 2363. */
  createFile: {
    method: "POST",
    path: "/webhosting/{id}/files/create",
    summary: "Create an empty file",
    description: "`save` writes one with content.",
    parameters: { id: hostingId, path: folder, filename: body(words, "Name of the new file.") },
    answer: data(undocumented),
    line: 2363,
  },

  /** Deletes files and folders. Reference line 2373. */
  delete: {
    method: "POST",
    path: "/webhosting/{id}/files/delete",
    summary: "Delete files and folders",
    description: "Folders are deleted with everything in them. This can't be undone.",
    parameters: { id: hostingId, paths: body(listOf(words), "Paths of everything to delete.") },
    answer: data(undocumented),
    confirm: { because: "destroys", type: "paths" },
    line: 2373,
  },

  /** Uploads files into a folder; each is read while it is sent. Reference line 2382. */
  upload: {
    method: "POST",
    path: "/webhosting/{id}/files/upload",
    summary: "Upload files",
    description: "A file of the same name may be replaced: the document doesn't say.",
    parameters: {
      id: hostingId,
      files: form(listOf(file), "The files."),
      path: optional(form(words, "The folder they go to; default `/`.")),
    },
    answer: data(undocumented),
    line: 2382,
  },
});
