import { type Command, describeCommand } from "../../words/command.ts";
import { shells } from "./shell-scripts.ts";

export const completionCommand: Command = describeCommand({
  name: "completion",
  about: "print the script with which a shell completes commands, flags, hostnames, zones and API operations",
  words: ["<shell>"],
  aboutWords: { shell: `${shells.join(", ")}` },
  moreHelp: `
bash:  echo 'source <(gigahost-ddns completion bash)' >> ~/.bashrc
zsh:   gigahost-ddns completion zsh > "\${fpath[1]}/_gigahost-ddns"
fish:  gigahost-ddns completion fish > ~/.config/fish/completions/gigahost-ddns.fish

The Debian package brings all three.`,
  run: async (context, [shell]) => (await import("./print-completion.ts")).printCompletionCommand(context, shell),
});
