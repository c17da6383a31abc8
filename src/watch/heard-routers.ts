/** Which routers have been heard to tell of a change of their address by themselves, and are listened to. */
export interface HeardRouters {
  /** A watcher heard this one. */
  note(router: string, watcher: string): void;
  /** A watcher can no longer hear it. */
  forget(router: string, watcher: string): void;
  /** No watcher hears any, since all have ended. */
  forgetAll(): void;
  tellsChanges(router: string): boolean;
  isAnyTelling(): boolean;
  /** It had another address and did not announce it: it counts again once it is heard. */
  noteUntold(router: string): void;
}

/** More are passed over: only known routers are heard at all. */
const maxRouters = 64;

export function createHeardRouters(): HeardRouters {
  const heard = new Map<string, Set<string>>();
  return {
    note(router, watcher) {
      const watchers = heard.get(router) ?? new Set();
      if (heard.size < maxRouters || heard.has(router)) heard.set(router, watchers.add(watcher));
    },
    forget(router, watcher) {
      heard.get(router)?.delete(watcher);
      if (heard.get(router)?.size === 0) heard.delete(router);
    },
    forgetAll: () => heard.clear(),
    tellsChanges: (router) => heard.has(router),
    isAnyTelling: () => heard.size > 0,
    noteUntold: (router) => void heard.delete(router),
  };
}
