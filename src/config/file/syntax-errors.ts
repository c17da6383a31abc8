import type { ErrorCode, YAMLError } from "yaml";

/** What the parser's words mean for someone who writes a configuration. Its own may quote the line, secrets included. */
const explanations: Readonly<Partial<Record<ErrorCode, string>>> = {
  BAD_DQ_ESCAPE: "a \\ in a \"double-quoted\" text starts an unknown escape; write \\\\, or use 'single quotes'",
  BAD_SCALAR_START: "a value can't start with this character; put it in 'single quotes'",
  BAD_INDENT: "the indentation doesn't fit the lines above, or a bracket isn't closed",
  BAD_ALIAS: "a * starts an alias; put a value that starts with * in quotes",
  BAD_DIRECTIVE: "a line that starts with % is a YAML directive, and this one is not known",
  BLOCK_AS_IMPLICIT_KEY: "a second `: ` on one line; put a value that has one in quotes",
  BLOCK_IN_FLOW: "an indented block can't stand inside [ ] or { }",
  KEY_OVER_1024_CHARS: "a key of more than 1024 characters; is a colon missing?",
  MISSING_CHAR: "something isn't closed or separated: a quote, a bracket, a comma, or the space after a colon",
  MULTILINE_IMPLICIT_KEY: "a line that is not `key: value`; is the colon, or the space after it, missing?",
  MULTIPLE_ANCHORS: "two anchors (&) for one value; put a value that starts with & in quotes",
  MULTIPLE_TAGS: "two tags (!) for one value; put a value that starts with ! in quotes",
  NON_STRING_KEY: "a key must be plain text",
  TAB_AS_INDENT: "a tab; YAML is indented with spaces",
  TAG_RESOLVE_FAILED: "this tag (!) is not supported; put a value that starts with ! in quotes",
  BAD_COLLECTION_TYPE: "this tag (!) is not supported; put a value that starts with ! in quotes",
  RESOURCE_EXHAUSTION: "nested far too deep",
};

/** One plain sentence about a syntax error, without any of the text it is about. */
export function explainSyntaxError(error: YAMLError): string {
  return `YAML syntax: ${explanations[error.code] ?? explainToken(error.message)}`;
}

function explainToken(message: string): string {
  if (message.includes("alias"))
    return "a * starts an alias; put a value that starts with * (a schedule, say) in quotes";
  if (message.includes("at node end")) return "more text after the end of the value; put the whole value in quotes";
  return "something that doesn't belong here; is a quote, a bracket or a colon missing or left over?";
}
