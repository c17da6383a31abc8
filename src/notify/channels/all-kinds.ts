import type { ChannelKind } from "../channel.ts";
import { apprise } from "./apprise.ts";
import { command } from "./command.ts";
import { discord } from "./discord.ts";
import { gotify } from "./gotify.ts";
import { hassio, homeAssistant } from "./home-assistant.ts";
import { ntfy } from "./ntfy.ts";
import { pushover } from "./pushover.ts";
import { slack } from "./slack.ts";
import { smtp } from "./smtp.ts";
import { telegram } from "./telegram.ts";
import { webhook } from "./webhook.ts";

/** Every kind of channel. A new one is a file here and its line. */
export const allKinds: readonly ChannelKind[] = [
  ntfy,
  gotify,
  pushover,
  telegram,
  discord,
  slack,
  smtp,
  apprise,
  webhook,
  homeAssistant,
  hassio,
  command,
];
