/** A router, and the own address of its link: what a watcher speaks to, and from where. Both are IPv4. */
export interface RouterPlace {
  readonly router: string;
  readonly localAddress: string;
}
