import type { SourceKind } from "../source-kind.ts";
import { auto } from "./auto.ts";
import { command } from "./command.ts";
import { dns } from "./dns.ts";
import { file } from "./file.ts";
import { fritzbox } from "./fritzbox.ts";
import { http } from "./http.ts";
import { interfaceKind } from "./interface.ts";
import { natpmp } from "./natpmp.ts";
import { pcp } from "./pcp.ts";
import { push } from "./push.ts";
import { staticKind } from "./static.ts";
import { stun } from "./stun.ts";
import { upnp } from "./upnp.ts";

/** Every kind of source, in the order in which messages list their schemes. A new one is a file here and its line. */
export const allKinds = {
  auto,
  http,
  dns,
  stun,
  pcp,
  natpmp,
  upnp,
  fritzbox,
  push,
  interface: interfaceKind,
  command,
  file,
  static: staticKind,
} as const satisfies Readonly<Record<string, SourceKind>>;

export type KindName = keyof typeof allKinds;
