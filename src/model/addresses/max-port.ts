/** The last port of TCP and UDP. */
export const maxPort = 65_535;
