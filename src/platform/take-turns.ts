/** Runs one thing after the other, in the order they came, whatever becomes of each. */
export interface Turns {
  /** Resolves or rejects as the thing itself does. */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Resolves when what has been asked for until now is done; never rejects. */
  idle(): Promise<unknown>;
}

export function takeTurns(): Turns {
  let working: Promise<unknown> = Promise.resolve();
  return {
    run(work) {
      const mine = working.then(work);
      working = mine.catch(() => undefined);
      return mine;
    },
    idle: () => working,
  };
}
