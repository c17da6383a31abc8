import type { Family } from "../model/family.ts";

export interface NewConfig {
  readonly credential:
    | { readonly kind: "api-key"; readonly file: string }
    | { readonly kind: "password"; readonly username: string; readonly file: string };
  /** Null: the usual one. */
  readonly baseUrl: string | null;
  readonly hostnames: readonly string[];
  /** Families that this network has not, with the reason. */
  readonly missing: readonly { readonly family: Family; readonly reason: string }[];
  /** Null: the usual one. */
  readonly stateDir: string | null;
  /** Only one daemon of a machine can have the usual port. */
  readonly listens: boolean;
}

/** A first configuration: what was asked for, and defaults for all else. It contains no secret. */
export function writeNewConfig({ credential, baseUrl, hostnames, missing, stateDir, listens }: NewConfig): string {
  const lines = [
    "# gigahost-ddns: `gigahost-ddns config show` shows all settings; config.example.yaml explains them.",
    "account:",
    ...(credential.kind === "api-key"
      ? [`  api_key_file: ${quote(credential.file)}`]
      : [`  username: ${quote(credential.username)}`, `  password_file: ${quote(credential.file)}`]),
    ...(baseUrl === null ? [] : [`  base_url: ${quote(baseUrl)}`]),
    "",
    "hostnames:",
    ...hostnames.map((name) => `  - ${quote(name)}`),
    "",
    ...missing.flatMap(({ family, reason }) => [`# ${reason.replace(/\s+/g, " ")}`, `${family}: false`]),
    ...(listens ? [] : ["# The first account's daemon uses the port.", "http: false"]),
    ...(stateDir === null ? [] : [`state_dir: ${quote(stateDir)}`]),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

const quote = (text: string) =>
  /^[a-z/][\w./-]*$/i.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text)
    ? text
    : JSON.stringify(text);
