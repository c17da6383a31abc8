import type { ChannelKind } from "../channel.ts";
import { baseUrl } from "./base-url.ts";
import { fault, httpChannel, postJson } from "./http-channel.ts";

/** A webhook of an automation in Home Assistant, which gets our own JSON. */
export const homeAssistant: ChannelKind = {
  schemes: ["homeassistant", "homeassistants"],
  example: "homeassistant+http://homeassistant.local:8123/WEBHOOK_ID",
  read(url) {
    const id = url.segments.at(-1);
    if (url.host === "" || id === undefined) return fault("has no webhook id; it is in the automation's trigger");
    return httpChannel({
      label: `homeassistant (${url.authority})`,
      requests: (message) => [postJson(`${baseUrl(url)}/api/webhook/${encodeURIComponent(id)}`, message)],
    });
  },
};

/** Apprise's `hassio://HOST/TOKEN`: a persistent notification, with a long-lived access token. */
export const hassio: ChannelKind = {
  schemes: ["hassio", "hassios"],
  example: "hassio://homeassistant.local:8123/LONG_LIVED_TOKEN",
  read(url) {
    const token = url.segments.at(-1) ?? url.password;
    if (url.host === "" || !token) return fault("needs a long-lived access token");
    // As Apprise has it: hassios is a server behind the usual port of https.
    const port = url.port === null && url.scheme === "hassio" ? ":8123" : "";
    return httpChannel({
      label: `hassio (${url.authority})`,
      requests: ({ title, text }) => [
        postJson(
          `${baseUrl(url)}${port}/api/services/persistent_notification/create`,
          { title, message: text },
          { authorization: `Bearer ${token}` },
        ),
      ],
    });
  },
};
