import { path } from "../../operation.ts";
import { id as someId } from "../../values/request-values.ts";

/** Which hosting account; the first part of every path below `/webhosting`. */
export const hostingId = path(someId, "Id of the hosting account, `hosting_id` in `webhosting.list`.");
