import { loadConfig } from "../../config/load-config.ts";
import { chooseNoticeAgent } from "../../daemon/tell/choose-notice-agent.ts";
import { listSubscriptions } from "../../daemon/tell/open-channels.ts";
import { isoTime } from "../../model/time/iso-time.ts";
import type { Channel, Delivery } from "../../notify/channel.ts";
import { foldNotices } from "../../notify/fold-notices.ts";
import type { NoticeMessage } from "../../notify/message.ts";
import { createRequestSender, type SendRequest } from "../../notify/send-request.ts";
import { systemClock } from "../../platform/clock.ts";
import { withLimit } from "../../platform/with-limit.ts";
import type { CommandContext } from "../command-context.ts";
import { print } from "../output/output.ts";

const maxSendMs = 40_000;

/** `notify test`: one message to each channel, and what each answered. 75 when one can't be reached, 1 when one refuses. */
export async function notifyTestCommand(context: CommandContext): Promise<number> {
  const { options, environment, stderr } = context;
  const config = await loadConfig({ file: options.config, environment });
  const subscriptions = listSubscriptions(config);
  if (subscriptions.length === 0) {
    stderr.write("gigahost-ddns: no channel is configured; add one under notify, as in ntfy://ntfy.sh/my-topic\n");
    return 1;
  }
  const message = testMessage();
  const request = createRequestSender(systemClock, chooseNoticeAgent(config.outgoing));
  const deliveries = await Promise.all(
    subscriptions.map(async ({ channel }) => ({
      channel: channel.label,
      ...(await deliver(channel, message, request)),
    })),
  );
  const rows = deliveries.map((each) => [each.channel, each.kind, each.kind === "taken" ? each.answer : each.reason]);
  await print(context, {
    data: rows.map(([channel, state, answer]) => ({ channel, state, answer })),
    table: { columns: ["channel", "state", "answer"], rows },
  });
  if (deliveries.some(({ kind }) => kind === "refused")) return 1;
  return deliveries.some(({ kind }) => kind === "failed") ? 75 : 0;
}

async function deliver(channel: Channel, message: NoticeMessage, request: SendRequest): Promise<Delivery> {
  try {
    return await withLimit(systemClock, maxSendMs, null, (signal) =>
      channel.send(message, { request, clock: systemClock, signal }),
    );
  } catch {
    return { kind: "failed", reason: "no answer in time", retryAfterMs: null };
  }
}

function testMessage(): NoticeMessage {
  return foldNotices([
    {
      event: "changed",
      title: "gigahost-ddns: a test",
      text: "This is a test. Notices about your hostnames arrive here.",
      at: isoTime(systemClock.wallMs()),
      hostnames: [],
      family: null,
      old: null,
      new: null,
      reason: null,
      durationMs: null,
    },
  ]);
}
