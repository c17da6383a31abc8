import type { Clock } from "../../platform/clock.ts";
import { type FindOptions, findEventDevice, type RouterPorts } from "../router/find-event-device.ts";
import { keepSubscribed } from "../router/keep-subscribed.ts";
import { describeChange, type RouterValues, readEvent } from "../router/read-event.ts";
import type { RouterPlace } from "../router/router-place.ts";
import type { Ears, Watcher } from "../watcher.ts";

export interface RouterEventOptions {
  readonly clock: Clock;
  /** The routers to listen to, as they are now. */
  readonly places: (signal: AbortSignal) => Promise<readonly RouterPlace[]>;
  readonly ports?: RouterPorts;
}

const maxRouters = 4;
/** How often to check whether they are still the same: a machine may move to another network. */
const lookEveryMs = 60_000;
/** Sooner where there is none: the program may start before the network is up. */
const firstLookMs = 1_000;
const minPauseMs = 60_000;
const maxPauseMs = 60 * 60_000;

interface FollowedRouter {
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

/** Routers that send UPnP events (GENA) when their address changes: see `find-event-device.ts` for which are asked to. */
export function watchRouterEvents(options: RouterEventOptions): Watcher {
  return {
    name: "router events",
    async watch(ears, signal) {
      const followed = new Map<string, FollowedRouter>();
      try {
        for (let pauseMs = firstLookMs; !signal.aborted; pauseMs = Math.min(pauseMs * 2, lookEveryMs)) {
          const places = (await options.places(signal)).slice(0, maxRouters);
          await followThese(places, followed, (place, stop) => followRouter(place, options, ears, stop));
          await options.clock.sleep(places.length === 0 ? pauseMs : lookEveryMs, signal);
        }
      } finally {
        await followThese([], followed, async () => undefined);
      }
    },
  };
}

async function followThese(
  places: readonly RouterPlace[],
  followed: Map<string, FollowedRouter>,
  follow: (place: RouterPlace, stop: AbortSignal) => Promise<void>,
): Promise<void> {
  const wanted = new Map(places.map((place) => [`${place.router} ${place.localAddress}`, place]));
  const over = [...followed].filter(([key]) => !wanted.has(key));
  for (const [key, { stop }] of over) {
    stop.abort();
    followed.delete(key);
  }
  await Promise.all(over.map(([, { ended }]) => ended));
  for (const [key, place] of wanted) {
    if (followed.has(key)) continue;
    const stop = new AbortController();
    followed.set(key, { stop, ended: follow(place, stop.signal) });
  }
}

/** Subscribes, and whenever that is lost again, with growing pauses where it is not possible. */
async function followRouter(
  place: RouterPlace,
  { clock, ports = {} }: RouterEventOptions,
  ears: Ears,
  signal: AbortSignal,
): Promise<void> {
  const known = new Map<string, RouterValues>();
  let said = "";
  const sayOnce = (words: string) => {
    if (words !== said && !signal.aborted) ears.say(words);
    said = words;
  };
  for (let pauseMs = minPauseMs; !signal.aborted; pauseMs = Math.min(pauseMs * 2, maxPauseMs)) {
    const startedMs = clock.steadyMs();
    const onLost = () => ears.lose(place.router);
    const listen = (url: URL) => createListener(url.href, known, place, ears);
    const over = await listenOnce(place, { clock, ports, signal, listen, sayOnce, onLost }).catch(
      (error): Over => ({ reason: `no UPnP events: ${error}` }),
    );
    sayOnce(over.reason);
    if (over.isNeedless) pauseMs = maxPauseMs;
    else if (clock.steadyMs() - startedMs >= maxPauseMs) pauseMs = minPauseMs;
    await clock.sleep(pauseMs, signal);
  }
}

interface EventListening extends FindOptions {
  readonly listen: (eventUrl: URL) => (body: string) => void;
  readonly sayOnce: (words: string) => void;
  /** A subscription is over. */
  readonly onLost: () => void;
}

interface Over {
  readonly reason: string;
  readonly isNeedless?: boolean;
}

/** Subscribes to all that a router sends; reports why that is over, or not possible. */
async function listenOnce(place: RouterPlace, { listen, sayOnce, onLost, ...options }: EventListening): Promise<Over> {
  const device = await findEventDevice(place, options);
  if (!device.ok) return { ...device, reason: `no UPnP events: ${device.reason}` };
  const onSubscribed = () => sayOnce(`listening for UPnP events from ${place.router}`);
  const reasons = await Promise.all(
    device.eventUrls.map((eventUrl) =>
      keepSubscribed({ ...options, place, eventUrl, onSubscribed, onEvent: listen(eventUrl) }).finally(onLost),
    ),
  );
  return { reason: `can't receive UPnP events from ${place.router}: ${[...new Set(reasons)].join("; ")}` };
}

/** `known` is kept across subscriptions: after a restart of the router, the first event may tell another address. */
function createListener(key: string, known: Map<string, RouterValues>, { router }: RouterPlace, ears: Ears) {
  return (body: string): void => {
    const event = readEvent(body);
    if (event === null) return;
    const before = known.get(key) ?? new Map();
    known.set(key, new Map([...before, ...event]));
    // The first event of a subscription tells all: it shows that events get through.
    if (event.has("ExternalIPAddress")) ears.hear(router);
    const change = describeChange(before, event);
    if (change !== null) ears.tell(`the router ${router} says that ${change} (UPnP event)`);
  };
}
