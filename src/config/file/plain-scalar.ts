/** What the YAML 1.2 core schema (10.3.2) makes of an unquoted scalar: null, a boolean, a number, or the text itself. */
export function readPlainScalar(text: string): string | number | boolean | null {
  // Most texts tell it by how they begin.
  if (/^[^\s\d~.+nNtTfF-]/.test(text)) return text;
  const trimmed = text.trim();
  if (/^(~|null|Null|NULL|)$/.test(trimmed)) return null;
  if (/^(true|True|TRUE)$/.test(trimmed)) return true;
  if (/^(false|False|FALSE)$/.test(trimmed)) return false;
  if (/^[-+]?\d+$/.test(trimmed)) return Number.parseInt(trimmed, 10);
  if (/^0o[0-7]+$/.test(trimmed)) return Number.parseInt(trimmed.slice(2), 8);
  if (/^0x[\da-fA-F]+$/.test(trimmed)) return Number.parseInt(trimmed.slice(2), 16);
  if (/^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/.test(trimmed)) return Number.parseFloat(trimmed);
  return text;
}
