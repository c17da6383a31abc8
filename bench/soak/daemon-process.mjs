// What one process of the daemon is made of, with the clock of the simulation: claim, state, daemon, HTTP server.

/** Starts it; `onLog` hears every line. */
export async function startDaemonProcess({ product, configFile, time, random, onLog }) {
  const clock = time.startProcessClock();
  const config = await product.loadConfig({ file: configFile, environment: {} });
  const log = await product.createLogger({ ...config.log, secrets: config.secrets, destination: onLog });
  const machine = { clock, random, network: product.systemNetwork };
  let daemon = null;
  const claim = await product.claimStateDir(config.stateDir, (request) => product.answerRequest(daemon, request));
  if (claim.kind === "taken") throw new Error("the daemon before still holds the state directory");
  const store = mortal(await product.openState({ dir: config.stateDir, clock }));
  const stop = new AbortController();
  daemon = await product.startDaemon({ config, machine, store, log, systemd: null, signal: stop.signal });
  const server = await product.startStatusServer({
    config: config.http,
    view: daemon,
    stateDir: config.stateDir,
    clock,
    mask: product.createMasker(config.secrets),
    onProblems: (problems) => daemon.setFaults("http", problems),
    onDefect: (error) => onLog(`${JSON.stringify({ level: "error", msg: String(error) })}\n`),
  });
  const end = async () => {
    stop.abort();
    await daemon.ended;
    await server.close();
    if (claim.kind === "held") await claim.release();
  };
  return {
    daemon,
    reload: async () => daemon.reload(await product.loadConfig({ file: configFile, environment: {} })),
    /** Asked over HTTP, as anybody would. */
    async status() {
      const address = server.address();
      return (await fetch(`http://${address.host}:${address.port}/api/status`)).json();
    },
    /** As by SIGTERM. */
    stop: end,
    /** As by SIGKILL: what is under way breaks off, and nothing is written any more. */
    async kill() {
      store.die();
      await end();
    },
  };
}

function mortal(store) {
  let dead = false;
  return {
    state: store.state,
    warnings: store.warnings,
    problem: store.problem,
    save: (state) => void (dead || store.save(state)),
    flush: async () => void (dead || (await store.flush())),
    die() {
      dead = true;
    },
  };
}
