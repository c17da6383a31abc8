/** What people are told to do begins with one of these: the cause comes before, after a colon or a semicolon. */
const beginnings =
  /[:;] (?=(?:add|ask|check|choose|create|fix|free|give|if a proxy|make|mount|move|on the host|publish|put|remove|restart|run|set|start|then run|use|wait)\b)/;

/** A sentence of the rule "cause before advice", in its two halves; where it holds no advice, `otherwise` is it. */
export function splitAdvice(sentence: string, otherwise: string): { readonly text: string; readonly advice: string } {
  const found = beginnings.exec(sentence);
  if (found === null) return { text: sentence, advice: otherwise };
  return { text: sentence.slice(0, found.index), advice: sentence.slice(found.index + 2) };
}
