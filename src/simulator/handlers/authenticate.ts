import { refuse, reply, type SimulatedAnswer } from "../answer.ts";
import { rightCode } from "../authentication.ts";
import { type Call, type Handlers, textField } from "../call.ts";

export const authenticateHandlers: Handlers = { "POST /authenticate": openSession };

function openSession(call: Call): SimulatedAnswer {
  const account = call.store.accounts.byPassword(textField(call, "username") ?? "", textField(call, "password") ?? "");
  const code = account?.twoFactorCode ?? null;
  if (!account || (code !== null && !rightCode(code, call.body.code))) return refuse(401, "401 Unauthorized");
  const { token, expiresS } = call.store.accounts.openSession(account, call.habits.tokenLifetimeS);
  return reply({
    token,
    token_expire: expiresS,
    customer_id: account.custId,
    contact_id: "5",
    customer_name: "Example AS",
    contact_username: account.username,
    contact_access_level: "admin",
    // Filled in with or without a second factor.
    ga_secret: "JBSWY3DPEHPK3PXP",
    ga_enabled: code === null ? "0" : "1",
    vat: 25,
  });
}
