/** Why a signal was aborted, in plain words. */
export function abortReason({ reason }: AbortSignal): string {
  const isPlain = reason instanceof Error && !("code" in reason && reason.code === "ABORT_ERR");
  return isPlain ? reason.message : "stopped";
}
