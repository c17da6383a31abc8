// Time that passes only while nobody is at work: sockets and files are real, and no simulated second passes meanwhile.
import { setImmediate as nextTurn } from "node:timers/promises";

/** Turns of the event loop without any request to system or network after which everybody is waiting for time to pass. */
const calmTurns = 8;
/** What a waiting process may have open. Anything else is a request to the system that is still under way. */
const idle =
  /^(TCPSocketWrap|TCPServerWrap|PipeWrap|PipeServerWrap|TTYWrap|UDPWrap|Timeout|Immediate|FSEventWrap|SignalWrap|CloseReq)$/;
const longestSettleMs = 60_000;

export class SimulatedTime {
  /** The true time, ms since 1970. */
  nowMs;
  /** How much the machine's clock is set wrong, ms. */
  wallErrorMs = 0;
  /** Counted up by whatever happens on the network, so that an answer on its way counts as work. */
  activity = 0;
  #sleepers = new Set();
  #works = 0;

  constructor(startMs) {
    this.nowMs = startMs;
  }

  /** The clock of one process: its steady time began as the wall time of its start, as the real one's does. */
  startProcessClock() {
    const startedMs = this.nowMs;
    const steadyOffsetMs = this.wallErrorMs;
    return {
      wallMs: () => this.nowMs + this.wallErrorMs,
      steadyMs: () => startedMs + steadyOffsetMs + (this.nowMs - startedMs),
      sleep: (ms, signal) => this.#sleep(ms, signal),
    };
  }

  /** No time passes until that is done. */
  async standStill(work) {
    this.#works += 1;
    await work.finally(() => {
      this.#works -= 1;
    });
  }

  /** Lets time pass until that moment, waking every sleeper on the way and waiting until it has done its work. */
  async passUntil(endMs) {
    for (;;) {
      await this.settle();
      let dueMs = endMs;
      for (const sleeper of this.#sleepers) dueMs = Math.min(dueMs, sleeper.dueMs);
      this.nowMs = Math.max(this.nowMs, dueMs);
      if (!this.#wakeDue() && this.nowMs >= endMs) return;
    }
  }

  /** Waits, in real time, until nobody is at work. */
  async settle() {
    const startedMs = performance.now();
    let seen = this.activity;
    for (let calm = 0; calm < calmTurns; calm++) {
      await nextTurn();
      const busy =
        this.#works > 0 || this.activity !== seen || process.getActiveResourcesInfo().some((name) => !idle.test(name));
      seen = this.activity;
      if (busy) calm = -1;
      if (performance.now() - startedMs > longestSettleMs)
        throw new Error(`still busy: ${process.getActiveResourcesInfo()}`);
    }
  }

  #wakeDue() {
    let woken = false;
    for (const sleeper of [...this.#sleepers]) {
      if (sleeper.dueMs > this.nowMs) continue;
      sleeper.wake();
      woken = true;
    }
    return woken;
  }

  #sleep(ms, signal) {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const sleeper = { dueMs: this.nowMs + Math.max(0, ms), wake: () => finish() };
      const finish = () => {
        this.#sleepers.delete(sleeper);
        signal?.removeEventListener("abort", finish);
        resolve();
      };
      this.#sleepers.add(sleeper);
      signal?.addEventListener("abort", finish, { once: true });
    });
  }
}
