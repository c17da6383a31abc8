/** 10 000 with a narrow space, which both languages allow. */
export function formatCount(value: number): string {
  const rest = String(value % 1000);
  return value < 1000 ? rest : `${formatCount(Math.floor(value / 1000))}\u202f${rest.padStart(3, "0")}`;
}
