import { createSocket } from "node:dgram";
import type { Clock } from "../../platform/clock.ts";
import { type Announcement, isRepetition, readAnnouncement } from "../router/announcement.ts";
import type { Ears, Watcher } from "../watcher.ts";

export interface AnnouncementOptions {
  readonly clock: Clock;
  /** The routers whose word counts; RFC 6886, section 3.2.1 has others skipped. */
  readonly routers: (signal: AbortSignal) => Promise<readonly string[]>;
  readonly port?: number;
  readonly group?: string;
}

/** RFC 6886, section 3.2.1, and RFC 6887, section 14.1.1: every host hears that group without joining it. */
const announcementGroup = "224.0.0.1";
const announcementPort = 5350;
const maxRouters = 16;

/** NAT-PMP and PCP routers that say that their address has changed, or that they were restarted. */
export function watchRouterAnnouncements(options: AnnouncementOptions): Watcher {
  return {
    name: "router announcements",
    watch: (ears, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const socket = createSocket({ type: "udp4", reuseAddr: true });
        const finish = () => {
          signal.removeEventListener("abort", finish);
          socket.close(() => resolve());
        };
        signal.addEventListener("abort", finish, { once: true });
        socket.once("error", ({ message }) => {
          socket.on("error", () => undefined);
          ears.say(`can't listen for router announcements: ${message}`);
          if (!signal.aborted) finish();
        });
        const note = createListener(options, ears, signal);
        socket.on("message", (message, { address }) => void note(message, address));
        const { port = announcementPort, group = announcementGroup } = options;
        socket.bind({ port, address: group });
      }),
  };
}

function createListener({ clock, routers }: AnnouncementOptions, ears: Ears, signal: AbortSignal) {
  const heard = new Map<string, Announcement>();
  return async (message: Buffer, from: string): Promise<void> => {
    const announcement = readAnnouncement(message, clock.steadyMs());
    if (announcement === null) return;
    const key = `${from} ${announcement.protocol}`;
    const before = heard.get(key);
    if (before && isRepetition(before, announcement)) return ears.hear(from);
    if (!(await routers(signal)).includes(from)) return;
    ears.hear(from);
    heard.delete(key);
    heard.set(key, announcement);
    const [oldest] = heard.size > maxRouters ? heard.keys() : [];
    if (oldest !== undefined) heard.delete(oldest);
    const said = announcement.address === null ? "that it lost its mappings" : `${announcement.address} as its address`;
    ears.tell(`the router ${from} announces ${said} (${announcement.protocol})`);
  };
}
