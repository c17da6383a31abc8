import type { Config } from "../../config/config.ts";
import type { ChannelStatus } from "../../model/status.ts";
import type { Notifier } from "../../notify/notifier.ts";
import { noteForChannels, type ToldTroubles } from "./channel-notices.ts";
import type { NewsListener } from "./compose-news.ts";
import type { DeskOptions } from "./open-channels.ts";

/** Notifies the configured channels; loads and does nothing if there are none. */
export interface NoticeDesk extends NewsListener {
  /** Opens the channels of a configuration, with what waited for them. */
  follow(config: Config): Promise<void>;
  channels(): readonly ChannelStatus[];
  /** Ends what is under way after at most `ms`, and keeps what waits. */
  close(ms: number): Promise<void>;
}

interface Open {
  readonly notifier: Notifier;
  readonly keep: (told: ToldTroubles) => void;
  /** Resolves when everything is written. */
  readonly saved: () => Promise<void>;
}

export function createNoticeDesk(options: DeskOptions): NoticeDesk {
  let told: ToldTroubles = new Map();
  let open: Open | null = null;
  let followed = "";
  const close = async (ms: number) => {
    const closing = open;
    open = null;
    if (closing === null) return;
    await closing.notifier.settle(ms);
    closing.notifier.close();
    await closing.saved();
  };
  return {
    async follow(config) {
      const wanted = JSON.stringify([config.notify, config.outgoing, config.stateDir]);
      if (wanted === followed) return;
      followed = wanted;
      await close(0);
      if (config.notify.length === 0) return;
      const { openChannels } = await import("./open-channels.ts");
      const opened = await openChannels(config, options);
      told = opened.told;
      open = opened;
    },
    tell({ round, troubles, remarks }) {
      if (open === null) return;
      const { clock } = options;
      const now = { steadyMs: clock.steadyMs(), wallMs: clock.wallMs() };
      const { outcomes, addresses } = round.report;
      const noted = noteForChannels(told, { outcomes, addresses, troubles, remarks, now });
      const isSame = noted.notices.length === 0 && [...noted.told.keys()].join() === [...told.keys()].join();
      told = noted.told;
      if (isSame) return;
      open.keep(told);
      open.notifier.tell(noted.notices);
    },
    channels: () => open?.notifier.channels() ?? [],
    close,
  };
}
