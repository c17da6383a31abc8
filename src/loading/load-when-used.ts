/** Stands for a module of Node's until something of it is asked for. */
export function loadWhenUsed(load: () => unknown): object {
  let loaded: Record<string, unknown> | undefined;
  const open = () => {
    loaded ??= load() as Record<string, unknown>; // they are plain objects all
    return loaded;
  };
  return new Proxy(
    {},
    {
      get: (_, key: string) => open()[key],
      has: (_, key) => key in open(),
      ownKeys: () => Reflect.ownKeys(open()),
      getOwnPropertyDescriptor: (_, key) => {
        const own = Reflect.getOwnPropertyDescriptor(open(), key);
        return own && { ...own, configurable: true };
      },
    },
  );
}

const expensive =
  /^(node:)?(child_process|crypto|dgram|dns|dns\/promises|fs\/promises|http|https|net|os|timers\/promises|tls|v8|zlib)$/;

/** Whether a module of Node's takes a millisecond or two, while most commands use nothing of it. */
export function isExpensive(name: string): boolean {
  return expensive.test(name);
}
