/** What a notice may be about; each channel chooses. */
export const noticeEvents = ["changed", "trouble", "recovered", "held"] as const;
export type NoticeEvent = (typeof noticeEvents)[number];
