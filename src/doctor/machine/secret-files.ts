import { describeOpenFile } from "../../config/resolve/read-secrets.ts";
import { adviseClosing } from "../../platform/program/advise-rights.ts";
import { type Check, ok, warning } from "../check.ts";

/** Whether others can read the files that secrets come from. */
export const secretFilesCheck: Check = {
  name: "secret-files",
  async examine({ config: { secretFiles } }) {
    const open = secretFiles.filter((each) => describeOpenFile(each) !== null);
    if (open.length > 0) {
      return open.map(({ file }) =>
        warning(`${file} holds a secret, and every user of this machine can read it`, adviseClosing(file)),
      );
    }
    const count =
      secretFiles.length === 1 ? "the file with a secret is" : `${secretFiles.length} files with secrets are`;
    return secretFiles.length === 0 ? [] : [ok(`${count} closed to other users`)];
  },
};
