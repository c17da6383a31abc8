/** What is looked at: a page says soon that it is one. */
const maxLength = 65_536;

/** Whether a text is a page for people. A stray tag before an answer (a warning of PHP's) does not make it one. */
export function isHtmlPage(text: string): boolean {
  return /<(!doctype\s+html|html|head|body)[\s>]/i.test(text.slice(0, maxLength));
}
