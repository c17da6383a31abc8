import { done, refuse, reply, type SimulatedAnswer } from "../../answer.ts";
import { type Call, type Handler, type Handlers, numberField, textField } from "../../call.ts";
import { type ApiKey, newSecret, type Permissions } from "../../store/accounts.ts";

export const apiKeyHandlers: Handlers = {
  "GET /account/apikeys": listKeys,
  "POST /account/apikeys": createKey,
  "GET /account/apikeys/{id}": withKey((_call, key) => reply(showKey(key))),
  "PUT /account/apikeys/{id}": withKey(changeKey),
  "DELETE /account/apikeys/{id}": withKey(revokeKey),
  "GET /account/apikeys/{id}/log": withKey(showLog),
  "POST /account/apikeys/{id}/rotate": withKey(rotateKey),
};

function withKey(handle: (call: Call, key: ApiKey) => SimulatedAnswer): Handler {
  return (call) => {
    const key = call.store.accounts.apiKeys.find((each) => each.id === call.path.id && isOwn(each, call));
    return key ? handle(call, key) : refuse(404, "API key not found.");
  };
}

function listKeys(call: Call): SimulatedAnswer {
  const keys = call.store.accounts.apiKeys.filter((key) => isOwn(key, call));
  return reply(keys.map(showKey));
}

function isOwn(key: ApiKey, { caller }: Call): boolean {
  return key.custId === caller.account.custId && key.revokedAt === null;
}

/** Times are strings, numbers or null, without any rule. */
function showKey(key: ApiKey): object {
  return {
    key_id: key.id,
    key_label: key.label,
    key_prefix: prefixOf(key),
    permissions: key.permissions,
    created_at: String(key.createdAt),
    expires_at: key.expiresAt,
    last_used_at: key.lastUsedAt === null ? null : String(key.lastUsedAt),
    last_used_ip: key.lastUsedIp,
    status: "active",
    revoked_at: null,
    contact_id: "5",
  };
}

/** The only answer that shows the secret; no id comes back. */
function createKey(call: Call): SimulatedAnswer {
  const problem = keyProblem(call);
  if (problem !== null) return refuse(400, problem);
  const expiresAt = numberField(call, "expires_at");
  const key = call.store.accounts.addApiKey({
    secret: newSecret(),
    custId: call.caller.account.custId,
    label: textField(call, "label") ?? "",
    permissions: call.body.permissions as Permissions, // checked in keyProblem
    ...(expiresAt === null ? {} : { expiresAt }),
  });
  const { secret, label, permissions } = key;
  const data = { secret, prefix: prefixOf(key), label, expires_at: expiresAt, permissions };
  return reply(data, { status: 201, message: "API key created." });
}

function keyProblem(call: Call): string | null {
  const label = textField(call, "label") ?? "";
  if (label === "" || label.length > 100) return "Label is required (max 100 characters).";
  const expiresAt = numberField(call, "expires_at");
  if (expiresAt !== null && expiresAt * 1000 <= call.clock.wallMs()) return "Expiry must be in the future.";
  return arePermissions(call.body.permissions) ? null : "Invalid permissions payload.";
}

function arePermissions(value: unknown): value is Permissions {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((each) => ["r", "rw"].includes(String(each?.mode)));
}

function changeKey(call: Call, key: ApiKey): SimulatedAnswer {
  const [label, { permissions }] = [textField(call, "label"), call.body];
  if (label === null && permissions === undefined) return refuse(400, "Nothing to update.");
  if (permissions !== undefined && !arePermissions(permissions)) return refuse(400, "Invalid permissions payload.");
  key.label = label ?? key.label;
  if (permissions !== undefined) key.permissions = permissions;
  return done("API key updated.");
}

/** The old secret stops working at once. */
function rotateKey(_call: Call, key: ApiKey): SimulatedAnswer {
  key.secret = newSecret();
  return reply({ secret: key.secret, prefix: prefixOf(key) }, { message: "API key rotated." });
}

function revokeKey(call: Call, key: ApiKey): SimulatedAnswer {
  key.revokedAt = Math.floor(call.clock.wallMs() / 1000);
  return done("API key revoked.");
}

function showLog(call: Call, key: ApiKey): SimulatedAnswer {
  const [limit, offset] = [Number(call.query.get("limit") ?? 50), Number(call.query.get("offset") ?? 0)];
  if (!(limit >= 1 && limit <= 200) || !(offset >= 0)) return refuse(400, "Invalid limit or offset.");
  return reply(key.log.toReversed().slice(offset, offset + limit));
}

function prefixOf(key: ApiKey): string {
  return key.secret.slice(0, 22);
}
