/** Words of our own texts. Written by `npx tsx tests/unit/capture/prose-harvest.ts`: do not edit. */
export const PROSE_WORDS = `
aaronpk able aborts above absent absolute accepting acr add addresses admit again against ago agree ahead algorithms
alike allowing allows alone along alphabet also among analytics and another answer answered answers anybody anything
apart appears arabic are around ask asked asks asn attribute authenticated authentication automatic await b back bar
basis because began begins behalf behind being belong belongs beside better between beyond big bigint binding bits
blocks bound bracket break broke broken but byte called caller calling calls came can capture carriage carries cause
causes certainty certs changes character characters checked checks choice choose chooser chose chosen cipher ciphertext
click clicked clock clocks closes cloud cm colon comes comma commas comments compare compares component computer
configured confirms const contains core correct could counts cover creator crit critical curl cut cycle d datatracker
decoded decoders decoys deep deeper delayed delays delivered deliveries delivery der dest developer developers did
differ different differs dim directional directly discloses discovery dismissal dismissals do documentation doesn
dropped dsa duplicate e earlier ed editor effects either else embed embedding embeds encode encryption encrypts ended
ending ends entries equals err es escape even every everyone evidence exactly example except exchanges expect
experiment explains explanation exponential export fails fault fed fedid feed feff few fffd filed files findings finds
fine fit flag flows follow followed following follows forbids forget forgive forgot formatting forward fragment
frontchannel further g garbage gave gets giu give gives globoff gmail go goes good googleapis googleusercontent graph
grouped guides had half hand handed handing handle hands happens har hashed hashes have hd held here hex hidden hides
historical history hold holds how hs hs256 hs384 hs512 hyphen ignores implement included inference initialization
initiator ins insecure inside instead int integration into introspect isolate itself java join joiner jose just jw
keeps knew know known knows lacks large lasts later least leave leaves left leftovers let letter levels likes line
lists logs lone long longer look looked looks loopback ls made mail make makes malformed map meant member mend mi
milliseconds mime minutes model more most n na named needed needs neither nest nested never newer nobody non nonces nor
normal nothing now nowhere observed occurred occurs offer offered often oidc okp opened opens ops order organisation
others otherwise outcome outside over overlapping override overwritten own owner pad padding pageref pair panel
parallel parsers part parts passes passkey past paste pasted pause paused payload phases place potentially present
privacysandbox probably problems promise prompts proto proves published purpose put quietly quoted quotes ran raw re
reached reaches reads rebuilt recent recently recognise record recorded records redacted redeem redeems reference
refers refuse refuses region rejection rejections rejects remembers repeat repeated replace replaced replacement replay
reported reporter reports resolves resulted retries reused right round rule run runs s256 salt sandboxed say says
scheme see seen sees segmentation selectively sends serve served sets setting settle settled several severity shape
shared short should show shows sid signatures signs silently so socket soft some something soon space specs spellings
stack stands starts states stay steps still stop stringified stringify strong strongly such sure surrogate surrounding
switched symmetric syntax take takes telephone tell tells temporarily testing texts them these they third those though
throw ties tilde timer together told tolerance tone took tools trace treat trial triggered trim truncated trust ts turn
turned twice under understand undisclosed unescaped unique unlike unmounted unnamed unread unreferenced unusable up ups
ur urlencoded usable uses v3 vct vector verifiers very vouches wait waited waiting waits wants way went whether white
who whoever whole whom whose why will withheld word wording words work works workspace would write writes written ws
yet yours
`;
