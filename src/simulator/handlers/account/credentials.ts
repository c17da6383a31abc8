import { done, refuse, reply, type SimulatedAnswer } from "../../answer.ts";
import { rightCode } from "../../authentication.ts";
import { type Call, type Handlers, textField } from "../../call.ts";
import { nextId } from "../../store/customers.ts";

export const credentialHandlers: Handlers = {
  "POST /account/password": changePassword,
  "POST /account/email": changeEmail,
  "POST /account/validate": validateEmail,
  "POST /account/2fa": toggleTwoFactor,
  "POST /account/reset": resetPassword,
  "POST /account/sshkey": addSshKey,
  "DELETE /account/sshkey/{id}": removeSshKey,
  "POST /account/passkey": registerPasskey,
  "DELETE /account/passkey/{id}": removePasskey,
};

/** Answers 201, although it only changes something. */
function changePassword(call: Call): SimulatedAnswer {
  const [current, next] = [textField(call, "current"), textField(call, "new") ?? ""];
  if (current !== call.caller.account.password) return refuse(400, "Current password is wrong.");
  if (next.length < 8) return refuse(400, "Password is too weak.");
  call.caller.account.password = next;
  return done("Password has been changed.", 201);
}

/** Two stages of one operation: the address begins (200), the hash from the mail completes (201). */
function changeEmail(call: Call): SimulatedAnswer {
  const [email, hash] = [textField(call, "email"), textField(call, "hash")];
  if (email !== null && hash === null && email.includes("@")) return done("Verification email has been sent.");
  if (hash !== null && email === null && hash !== "") return done("Email has been changed.", 201);
  return refuse(400, "Invalid data received.");
}

function validateEmail(call: Call): SimulatedAnswer {
  const isHash = /^[0-9a-f]{32}$/iu.test(textField(call, "hash") ?? "");
  return isHash ? done("Email has been validated.") : refuse(400, "Invalid hash.");
}

function toggleTwoFactor(call: Call): SimulatedAnswer {
  const [type, { account }] = [textField(call, "type"), call.caller];
  const code = call.body.code;
  if (type !== "enable" && type !== "disable") return refuse(400, "Invalid type.");
  if (type === "enable") {
    if (!/^\d{6}$/u.test(String(code))) return refuse(400, "Invalid code.");
    account.twoFactorCode = String(code);
    return done("Two-factor authentication has been enabled.");
  }
  if (account.twoFactorCode !== null && !rightCode(account.twoFactorCode, code)) return refuse(400, "Invalid code.");
  account.twoFactorCode = null;
  return done("Two-factor authentication has been disabled.");
}

/** Always 200, so that it gives away no user names. */
function resetPassword(): SimulatedAnswer {
  return done("If the user exists, an email has been sent.");
}

function addSshKey(call: Call): SimulatedAnswer {
  const { sshKeys } = call.store.customer;
  const [name, data] = [textField(call, "name") ?? "", (textField(call, "data") ?? "").trim()];
  if (!/^(?:ssh|ecdsa|sk)-\S+ \S+/u.test(data)) return refuse(400, "Invalid SSH key.");
  const key_added = String(Math.floor(call.clock.wallMs() / 1000));
  sshKeys.push({ key_id: nextId(sshKeys.map((key) => key.key_id)), key_name: name, key_added, key_data: data });
  return done("SSH key has been added.");
}

function removeSshKey(call: Call): SimulatedAnswer {
  const { sshKeys } = call.store.customer;
  const index = sshKeys.findIndex((key) => key.key_id === call.path.id);
  if (index < 0) return refuse(404, "SSH key not found.");
  sshKeys.splice(index, 1);
  return done("SSH key has been removed.");
}

function registerPasskey(call: Call): SimulatedAnswer {
  const { passkeys } = call.store.customer;
  const step = textField(call, "step");
  if (step === "begin") return reply(passkeyOptions);
  if (step !== "finish" || !textField(call, "clientDataJSON") || !textField(call, "attestationObject")) {
    return refuse(400, "Invalid data received.");
  }
  const now = String(Math.floor(call.clock.wallMs() / 1000));
  const passkey_id = nextId(passkeys.map((key) => key.passkey_id));
  passkeys.push({ passkey_id, passkey_name: textField(call, "name") ?? "Passkey", created_at: now, last_used: now });
  return done("Passkey has been added.");
}

function removePasskey(call: Call): SimulatedAnswer {
  const { passkeys } = call.store.customer;
  const index = passkeys.findIndex((key) => key.passkey_id === call.path.id);
  if (index < 0) return refuse(404, "Passkey not found.");
  passkeys.splice(index, 1);
  return done("Passkey has been removed.");
}

/** WebAuthn, section 5.4, as far as a client checks it. */
const passkeyOptions = {
  rp: { id: "gigahost.no", name: "Gigahost" },
  user: { id: "NQ", name: "ola@example.no", displayName: "Ola Nordmann" },
  challenge: "c2ltdWxhdGVkIGNoYWxsZW5nZQ",
  pubKeyCredParams: [{ type: "public-key", alg: -7 }],
  timeout: 60_000,
};
