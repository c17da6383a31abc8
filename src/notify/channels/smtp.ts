import type { NodemailerError } from "nodemailer";
import type { Channel, ChannelKind, Delivery } from "../channel.ts";
import { type NoticeUrl, queryList, queryValue } from "../notice-url.ts";
import { isLoopback, isYes } from "./base-url.ts";
import { fault } from "./http-channel.ts";

const maxSendMs = 20_000;
/** What is kept of what the server says. */
const maxSaidLength = 200;
const usualPorts = { implicit: 465, starttls: 587, none: 25 } as const;

interface MailSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise STARTTLS, which is required unless the URL says no or the server is this machine. */
  readonly tls: "implicit" | "starttls" | "none";
  readonly user: string | null;
  readonly password: string | null;
  readonly from: string;
  readonly to: readonly string[];
}

/** Mail: Shoutrrr's `smtp://USER:PASSWORD@HOST:PORT/?from=&to=`, or Apprise's `mailto(s)://USER:PASSWORD@HOST?to=`. */
export const smtp: ChannelKind = {
  schemes: ["smtp", "smtps", "mailto", "mailtos"],
  example: "smtp://USER:PASSWORD@smtp.example.no:587/?from=nas@example.no&to=ola@example.no",
  read(url) {
    const settings = readSettings(url);
    if (settings.host === "") return fault("has no mail server");
    if (settings.from === "") return fault("has no sender: add ?from=…");
    if (settings.to.length === 0) return fault("has no recipient: add ?to=…");
    return { ok: true, channel: mailChannel(settings) };
  },
};

function readSettings(url: NoticeUrl): MailSettings {
  const tls = readTls(url);
  const host = queryValue(url, "smtp") ?? url.host;
  const user = queryValue(url, "user") ?? url.user;
  const address = user === null || user.includes("@") ? user : `${user}@${url.host}`;
  const from = queryValue(url, "fromaddress", "from") ?? address ?? "";
  const named = [...queryList(url, "toaddresses", "to"), ...url.segments];
  return {
    host,
    port: url.port ?? usualPorts[tls],
    tls,
    user,
    password: queryValue(url, "pass") ?? url.password,
    from,
    // Apprise writes to the account itself where nobody is named.
    to: named.length === 0 && url.scheme.startsWith("mailto") && from !== "" ? [from] : named,
  };
}

function readTls(url: NoticeUrl): MailSettings["tls"] {
  const asked = (queryValue(url, "encryption", "mode") ?? "").toLowerCase();
  if (url.scheme === "smtps" || asked === "implicittls" || asked === "ssl" || url.port === 465) return "implicit";
  const startTls = queryValue(url, "usestarttls");
  if (asked === "none" || asked === "insecure" || (startTls !== null && !isYes(startTls))) return "none";
  return isLoopback(url.host) && asked === "" ? "none" : "starttls";
}

function mailChannel(settings: MailSettings): Channel {
  return {
    label: `mail (${settings.host})`,
    async send({ title, text }, { signal }) {
      // Loaded when the first mail goes out: 2 MB that most homes never need.
      const { createTransport } = await import("nodemailer");
      const transport = createTransport(transportOptions(settings));
      const close = () => transport.close();
      signal.addEventListener("abort", close, { once: true });
      try {
        const { response } = await transport.sendMail({
          from: settings.from,
          to: [...settings.to],
          subject: title,
          text,
          headers: { "Auto-Submitted": "auto-generated" },
        });
        return { kind: "taken", answer: response.slice(0, maxSaidLength) };
      } catch (error) {
        return explain(error as NodemailerError); // nodemailer rejects with its own errors
      } finally {
        signal.removeEventListener("abort", close);
        close();
      }
    },
  };
}

function transportOptions({ host, port, tls, user, password }: MailSettings) {
  return {
    host,
    port,
    secure: tls === "implicit",
    requireTLS: tls === "starttls",
    ignoreTLS: tls === "none",
    ...(user === null || password === null ? {} : { auth: { user, pass: password } }),
    connectionTimeout: maxSendMs,
    greetingTimeout: maxSendMs,
    socketTimeout: maxSendMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** 5xx is the server's final no; anything else may succeed later. */
function explain({ message, responseCode, code }: NodemailerError): Delivery {
  const reason = message.split("\n")[0]?.slice(0, maxSaidLength) ?? "the mail was not sent";
  const isFinal = (responseCode !== undefined && responseCode >= 500) || code === "EENVELOPE";
  return isFinal ? { kind: "refused", reason } : { kind: "failed", reason, retryAfterMs: null };
}
