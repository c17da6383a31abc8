/** What a notice may tell of; each channel chooses. */
export const noticeEvents = ["changed", "trouble", "recovered", "held"] as const;
export type NoticeEvent = (typeof noticeEvents)[number];
