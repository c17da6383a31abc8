import type { Config } from "../../../config/config.ts";
import type { Heart } from "../../../notify/heartbeats/heart.ts";
import type { HeartDeskOptions } from "./open-heart.ts";

/** Pings the configured dead man's switches; loads and does nothing if there are none. */
export interface HeartDesk {
  follow(config: Config): Promise<void>;
  begin(): void;
  beat(): void;
  /** Ends what is under way after at most `ms`. */
  close(ms: number): Promise<void>;
}

export function createHeartDesk(options: HeartDeskOptions): HeartDesk {
  let heart: Heart | null = null;
  let followed = "";
  const close = async (ms: number) => {
    const closing = heart;
    heart = null;
    await closing?.settle(ms);
    closing?.close();
  };
  return {
    async follow(config) {
      const wanted = JSON.stringify([config.heartbeats, config.outgoing]);
      if (wanted === followed) return;
      followed = wanted;
      await close(0);
      if (config.heartbeats.length > 0) heart = (await import("./open-heart.ts")).openHeart(config, options);
    },
    begin: () => heart?.begin(),
    beat: () => heart?.beat(),
    close,
  };
}
