// CommonJS, since it starts faster: answers `version` by itself and loads the program for everything else.
const [command, ...rest] = process.argv.slice(2);
if ((command === "version" || command === "--version" || command === "-V") && rest.length === 0) {
  // Whoever reads our output may go away early: that is no error of ours.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  process.stdout.write(`${__VERSION__}\n`);
} else {
  import("./main.js" as string).then(({ main }) => main(process.argv.slice(2)));
}
