const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `Thu, 01 Jan 1970 00:00:00 GMT`, for `Date:`. As `toUTCString`, which opens ICU's time zones like `toISOString` does. */
export function httpDate(wallMs: number): string {
  const date = new Date(wallMs);
  const day = `${days[date.getUTCDay()]}, ${pad(date.getUTCDate())} ${months[date.getUTCMonth()]}`;
  const time = `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`;
  return `${day} ${pad(date.getUTCFullYear(), 4)} ${time} GMT`;
}

function pad(value: number, length = 2): string {
  return String(value).padStart(length, "0");
}
