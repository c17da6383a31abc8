import type { Family } from "../model/family.ts";
import { writeText } from "./write-text.ts";

export interface NewConfig {
  readonly credential:
    | { readonly kind: "api-key"; readonly file: string }
    | { readonly kind: "password"; readonly username: string; readonly file: string };
  /** Null: the usual one. */
  readonly baseUrl: string | null;
  readonly hostnames: readonly string[];
  /** Families that this network lacks, with the reason. */
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
      ? [`  api_key_file: ${writeText(credential.file)}`]
      : [`  username: ${writeText(credential.username)}`, `  password_file: ${writeText(credential.file)}`]),
    ...(baseUrl === null ? [] : [`  base_url: ${writeText(baseUrl)}`]),
    "",
    "hostnames:",
    ...hostnames.map((name) => `  - ${writeText(name)}`),
    "",
    ...missing.flatMap(({ family, reason }) => [`# ${reason.replace(/\s+/g, " ")}`, `${family}: false`]),
    ...(listens ? [] : ["# The first account's daemon uses the port.", "http: false"]),
    ...(stateDir === null ? [] : [`state_dir: ${writeText(stateDir)}`]),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}
