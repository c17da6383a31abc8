/** The page's style; each colour twice, for light and dark, with a contrast of at least 4.5. */
export const pageStyle = `
:root{color-scheme:light dark;--bg:#f5f6f8;--card:#fff;--text:#1b2430;--muted:#556172;--line:#e1e5eb;--field:#fff;--edge:#8a94a3;--accent:#0b5cad;--on-accent:#fff;
--ok:#0a7040;--ok-soft:#e6f4ec;--warn:#855700;--warn-soft:#fcf2dd;--bad:#b3261e;--bad-soft:#fdebe9;--idle:#556172;--idle-soft:#eceff3;--v4:#0b5cad;--v6:#7a3fb0;
font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
@media(prefers-color-scheme:dark){:root{--bg:#0f141a;--card:#182029;--text:#e7ecf2;--muted:#a3b1c2;--line:#293440;--field:#10161d;--edge:#6b7a8c;--accent:#7cb8ff;--on-accent:#0b1a2b;
--ok:#62d596;--ok-soft:#14291f;--warn:#f0ba55;--warn-soft:#2c2515;--bad:#ff938b;--bad-soft:#351d1d;--idle:#a3b1c2;--idle-soft:#222c37;--v4:#7cb8ff;--v6:#c79bf2}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);-webkit-text-size-adjust:100%}
header,main,footer{max-width:70rem;margin:0 auto;padding:0 1rem}
header{display:flex;align-items:center;justify-content:space-between;gap:1rem;padding-top:1.25rem;padding-bottom:1rem;flex-wrap:wrap}
.brand{font-weight:650;letter-spacing:-.01em;margin:0;font-size:1rem}
.tools{display:flex;gap:.5rem;flex-wrap:wrap}
h1,h2,h3,p,ul,ol,dl,dd,table,figure{margin:0}
h2.flush{margin-top:0}h2{font-size:1.05rem;font-weight:650;letter-spacing:-.01em;margin:2.25rem 0 .75rem}
h1{font-size:1.45rem;line-height:1.3;font-weight:650;letter-spacing:-.015em;text-wrap:balance}
a{color:var(--accent)}
code,.address{font-family:ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.94em;overflow-wrap:anywhere;font-variant-ligatures:none}
.muted{color:var(--muted)}
.small{font-size:.875rem}
time{font-variant-numeric:tabular-nums}
.card,.hero,.panel{background:var(--card);border:1px solid var(--line);border-radius:.75rem}
.hero{display:grid;grid-template-columns:auto 1fr;gap:0 1rem;padding:1.35rem 1.35rem 1.25rem;border-left:.3rem solid var(--tone)}
.ok{--tone:var(--ok);--soft:var(--ok-soft)}.degraded,.waiting,.pending,.trouble,.lost{--tone:var(--warn);--soft:var(--warn-soft)}
.failing,.held{--tone:var(--bad);--soft:var(--bad-soft)}.starting,.absent,.refused,.changed{--tone:var(--idle);--soft:var(--idle-soft)}.recovered{--tone:var(--ok);--soft:var(--ok-soft)}
.mark{width:2.6rem;height:2.6rem;border-radius:50%;background:var(--soft);color:var(--tone);display:grid;place-items:center;margin-top:.1rem}
.mark svg{width:1.35rem;height:1.35rem;fill:none;stroke:currentColor;stroke-width:2.4;stroke-linecap:round;stroke-linejoin:round}
.hero .advice{margin-top:.2rem}
.looks{display:flex;flex-wrap:wrap;gap:.15rem 1.5rem;margin-top:.8rem}
.looks dt,.facts dt{display:inline;color:var(--muted)}.looks dd,.facts dd{display:inline}
.problems{margin-top:.9rem;padding:.75rem 0 0;border-top:1px solid var(--line);list-style:none;display:grid;gap:.4rem;overflow-wrap:anywhere}
.problems li{padding-left:1rem;position:relative}.problems li::before{content:"";position:absolute;left:0;top:.62em;width:.4rem;height:.4rem;border-radius:50%;background:var(--tone)}
.notes li::before{background:var(--edge)}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,19rem),1fr));gap:.75rem;list-style:none;padding:0}
.card{padding:1rem 1.15rem}
.card h3{font-size:.875rem;font-weight:600;color:var(--muted)}
.card .address{display:block;font-size:1.15rem;font-weight:600;margin:.15rem 0 .5rem;line-height:1.35}
.facts{font-size:.875rem;display:grid;gap:.1rem;overflow-wrap:anywhere}
.panel{overflow:hidden}
.bar{display:flex;flex-wrap:wrap;gap:.5rem .75rem;align-items:end;margin-bottom:.75rem}
.bar label{display:grid;gap:.15rem;font-size:.875rem;color:var(--muted)}
.bar .grow{flex:1 1 14rem}.bar .total{margin-left:auto;padding-bottom:.4rem;font-size:.875rem;color:var(--muted)}
input,select,button{font:inherit;color:inherit}
input,select{background:var(--field);border:1px solid var(--edge);border-radius:.5rem;padding:.42rem .65rem;min-height:2.5rem;width:100%}
button{background:var(--card);border:1px solid var(--edge);border-radius:.5rem;padding:.42rem .9rem;min-height:2.5rem;font-weight:550;cursor:pointer;white-space:nowrap}
button:hover{border-color:var(--accent);color:var(--accent)}
button.main{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}button.main:hover{filter:brightness(1.08);color:var(--on-accent)}
button.slim{min-height:2rem;padding:.15rem .7rem;font-size:.875rem}
button[disabled]{opacity:.6;cursor:progress}
:focus-visible{outline:.16rem solid var(--accent);outline-offset:.14rem;border-radius:.3rem}
table{width:100%;border-collapse:collapse;font-size:.94rem}
th,td{text-align:left;padding:.6rem .9rem;border-top:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
thead th{border-top:0;font-size:.8125rem;font-weight:600;color:var(--muted);white-space:nowrap}
tbody th{font-weight:550;min-width:13rem}.long{min-width:10.5rem}
tbody th.again{color:var(--muted);font-weight:400}
.nowrap{white-space:nowrap}
.pill{display:inline-flex;align-items:center;gap:.4rem;padding:.05rem .55rem;border-radius:1rem;background:var(--soft);color:var(--tone);font-size:.8125rem;font-weight:600;white-space:nowrap}
.pill::before{content:"";width:.45rem;height:.45rem;border-radius:50%;background:currentColor}
.held.pill::before,.failing.pill::before{border-radius:.1rem}.waiting.pill::before,.pending.pill::before{background:none;border:.12rem solid currentColor}
.why{display:flex;flex-wrap:wrap;gap:.35rem .75rem;align-items:center;justify-content:space-between}
.why>span{flex:1 1 12rem}
.pages{display:flex;gap:1rem;align-items:center;justify-content:center;padding:.75rem;border-top:1px solid var(--line);font-size:.94rem}
.empty{padding:1rem 1.15rem;color:var(--muted)}
.lanes{padding:1rem 1.15rem .9rem;display:grid;gap:.85rem}
.lane{display:grid;gap:.3rem}
.lane-name{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem;font-size:.875rem}
.lane-name b{font-weight:600}
.lane svg{display:block;width:100%;height:2.1rem;background:var(--idle-soft);border-radius:.35rem}
.lane svg.high{height:3.4rem}
.grid{stroke:var(--line);stroke-width:1;vector-effect:non-scaling-stroke}
.dot,.stem{fill:none;stroke-linecap:round;vector-effect:non-scaling-stroke}
.dot{stroke-width:9}.stem{stroke-width:3}
.ipv4{stroke:var(--v4)}.ipv6{stroke:var(--v6)}
.span-trouble{fill:var(--warn)}.span-held{fill:var(--bad)}
.axis{display:flex;justify-content:space-between;font-size:.8125rem;color:var(--muted)}
.legend{display:inline-flex;gap:.9rem;flex-wrap:wrap}.legend span::before{content:"";display:inline-block;width:.6rem;height:.6rem;border-radius:50%;margin-right:.35rem;background:var(--key)}
.key4{--key:var(--v4)}.key6{--key:var(--v6)}
details{border-top:1px solid var(--line)}
summary{padding:.7rem 1.15rem;cursor:pointer;font-weight:550}
details table{border-top:1px solid var(--line)}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.banner{background:var(--bad-soft);color:var(--bad);border:1px solid currentColor;border-radius:.75rem;padding:.7rem 1rem;margin-bottom:.75rem;font-weight:550}
[hidden]{display:none!important}
html:not(.js) .needs-js{display:none}
footer{padding-top:2rem;padding-bottom:2.5rem;color:var(--muted);font-size:.875rem;display:grid;gap:.35rem}
dialog{border:1px solid var(--line);border-radius:.9rem;background:var(--card);color:var(--text);padding:1.4rem;width:min(26rem,calc(100vw - 2rem))}
dialog::backdrop{background:#0008}
form.stack{display:grid;gap:.8rem}form.stack label{display:grid;gap:.2rem;font-weight:550}
.ends{display:flex;gap:.5rem;justify-content:flex-end}
.login{max-width:26rem;margin:12vh auto 0}.login .card{padding:1.5rem}
.wrong{color:var(--bad);font-weight:550}
#said{position:fixed;left:50%;bottom:1.2rem;transform:translateX(-50%);background:var(--text);color:var(--bg);padding:.55rem 1rem;border-radius:.6rem;max-width:calc(100vw - 2rem);z-index:2}
#said:empty{display:none}
@media(min-width:44rem){h1{font-size:1.7rem}.hero{padding:1.6rem 1.7rem 1.5rem}}
@media(max-width:43.99rem){
.hero{display:block}.mark{width:2.1rem;height:2.1rem;margin-bottom:.6rem}.mark svg{width:1.1rem;height:1.1rem}
.axis span:nth-child(2),.axis span:nth-child(3){display:none}
}
@media(max-width:59.99rem){
.panel table,.panel tbody,.panel tr,.panel th,.panel td{display:block}
.panel thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.panel tr{padding:.75rem 1rem;border-top:1px solid var(--line)}.panel tbody tr:first-child{border-top:0}
.panel th,.panel td{border:0;padding:.08rem 0}
.panel td[data-label]::before{content:attr(data-label) ": ";color:var(--muted);font-size:.875rem}
.panel td:empty,.panel td.same{display:none}
.bar .total{margin-left:0;flex-basis:100%;padding:0}
.ipv6-family,.ipv4-family{display:inline-block!important;margin-right:.6rem}.state{display:inline-block!important}
}
@media(prefers-reduced-motion:no-preference){button{transition:border-color .15s,color .15s}}
@media print{.tools,.bar,.pages,button{display:none}}
`;
