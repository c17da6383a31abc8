import type { Recipe, RecipeFacts } from "./recipe.ts";

export const mikrotik: Recipe = {
  device: "MikroTik RouterOS",
  place: "System > Scripts > Add, name gigahost, policy read, write, test; the source:",
  content: script,
  notes: ({ isSecure }) => [
    "Run it every minute: /system scheduler add name=gigahost interval=1m on-event=gigahost",
    "Set `wan` to the name of the interface with the public address.",
    ...(isSecure ? ["`check-certificate=yes` needs the certificate's authority in System > Certificates."] : []),
  ],
};

function script({ origin, hostname, isSecure, user, password }: RecipeFacts): string {
  const check = isSecure ? "yes" : "no";
  return `
:local wan "ether1"
:global gigahostTold
:do {
  :local wanAddress [/ip address get [:pick [/ip address find interface=$wan] 0] address]
  :set wanAddress [:pick $wanAddress 0 [:find $wanAddress "/"]]
  :if ($wanAddress != $gigahostTold) do={
    :local updateUrl ("${origin}/nic/update\\?hostname=${hostname}&myip=" . $wanAddress)
    :local answer ([/tool fetch url=$updateUrl user="${user}" password="${password}" http-auth-scheme=basic check-certificate=${check} output=user as-value]->"data")
    :if ($answer ~ "^(good|nochg)") do={ :set gigahostTold $wanAddress }
    :log info ("gigahost: " . $answer)
  }
} on-error={ :log warning "gigahost: no answer; next attempt in the next run" }`;
}
