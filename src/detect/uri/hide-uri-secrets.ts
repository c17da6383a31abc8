/** A URI for showing: without the user and password, and without the value of a parameter whose name says it is secret. */
export function hideUriSecrets(uri: string): string {
  return uri
    .replace(/^([a-z]+:\/\/)[^/?#]*@/i, "$1***@")
    .replace(/([?&])([^?&=#]*)=[^&#]+/g, (whole, mark: string, name: string) =>
      /token|key|secret|passw|auth|sig/i.test(name) ? `${mark}${name}=***` : whole,
    );
}
