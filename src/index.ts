/**
 * The whole Gigahost API as a library: `new Gigahost({ apiKey })`, then `await gigahost.dns.listZones()`.
 * Not an official client of Gigahost's.
 */

export type { Call, RawResponse, ResultWithResponse } from "./api/call.ts";
export type { ApiClock } from "./api/clock.ts";
export {
  AnswerError,
  AuthenticationError,
  ConfirmationError,
  GigahostError,
  InputError,
  NetworkError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  RequestError,
  ServerError,
  TimeoutError,
} from "./api/errors.ts";
export { Gigahost } from "./api/gigahost.ts";
export type { CallOptions, ClientOptions, Credentials, GigahostOptions } from "./api/gigahost-options.ts";
export type { RawMethod, RawRequest } from "./api/raw-request.ts";
export { getServer, lookForServer, type ServerLook } from "./api/recipes/look-for-server.ts";
export { readApiKeyLog, readFileList } from "./api/recipes/read-pages.ts";
export { deleteRecord, deleteRrset, type RecordsOf } from "./api/recipes/records/delete-records.ts";
export { listRecords, type ZoneRecord } from "./api/recipes/records/list-records.ts";
export type { RrsetStep, WantedRrset } from "./api/recipes/records/plan-rrset.ts";
export { type RrsetChange, setRrset } from "./api/recipes/records/set-rrset.ts";
export { type Deployment, type DeployWait, waitForDeploy } from "./api/recipes/wait-for-deploy.ts";
export { exportZone } from "./api/recipes/zone/export-zone.ts";
export { type FoundZone, findZone } from "./api/recipes/zone/find-zone.ts";
export { applyImport, type ImportOptions, importZone } from "./api/recipes/zone/import-zone.ts";
export { type ImportPlan, type ImportStep, planImport, type ZoneToImport } from "./api/recipes/zone/plan-import.ts";
export type { SentRequest } from "./api/send/exchange.ts";
export { type BudgetOptions, RequestBudget } from "./api/send/pace/request-budget.ts";
export type { PreviewedRequest } from "./api/send/preview-request.ts";
export type { BlobLike, ByteStream, FileLike, NamedData, UploadFile, WebStreamLike } from "./api/upload-file.ts";
export type {
  ApiKey,
  DnsRecord,
  Invoice,
  RecordType,
  Redirect,
  Server,
  ServerDetail,
  Zone,
} from "./api/values/answer-types.ts";
export { type ParsedZoneFile, parseZoneFile, type ZoneFileRecord } from "./api/zone-file/parse-zone-file.ts";
