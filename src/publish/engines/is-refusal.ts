import { AuthenticationError, PermissionError } from "../../api/errors.ts";

/** Whether the API itself refuses the credential; a page for people may come from anything on the way. */
export function isRefusal(error: unknown): boolean {
  return (error instanceof AuthenticationError || error instanceof PermissionError) && !error.isPage;
}
