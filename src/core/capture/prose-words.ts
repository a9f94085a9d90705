/** Words of our own texts. Written by `npx tsx tests/unit/capture/prose-harvest.ts`: do not edit. */
export const PROSE_WORDS = `
aaronpk able aborts above absent absolute accepted accepting acr act add addresses admit admits advance again against
ago agree ahead algorithms alike allowing allows almost alone along alphabet also among analytics ancestors and anew
announced anonymous another answer answered answers anybody anyone anything apart appear arabic archive are around
arrived ascii ask asked asks asn ath attribute audiences authenticated authentication automatic automatically await b
b64 back backend bar basis because began begin beginning begins behalf behind being belong belongs below berlin beside
better between beyond big bigint binding birth bits blank blocks bodies bound break broke broken but byte cacheable
called caller calling calls came can capitals capture carriage carried carries cause causes cert certainty certificates
certs changes character checked checks choice choose chooser chose chosen cipher ciphertext cleared clears click
clicked clock clocks closes closing cloud cm come comes commas comments compact compare compared compares component
compressed computer condition configured confirms conformance const contains controller core correct could counts cover
covered creator crit critical crypto cues curl cut cycle d datatracker dd decided decode decoded decoders decoys
decrypt deep deeper delayed delaying delays deliberate delivered deliveries delivery depends der description dest
developer developers diagnose did differ difference different differs dim directional directly discloses discovered
discovery dismissal dismissals dns do documentation documents doesn dots dropped drops dsa duplicate dynamic e earlier
ed ed448 editor effect effects either elem else elsewhere embed embedding embeds encode encoded encodes encryption
encrypts ended ending ends enforcement entries equals err es europe even every everyone everywhere evidence exactly
example except exchanges expect expects experiment explained explains explanation exponential export extensions
facebook fails fault fed fedid feed feff few fffd filed files finds fine firebase fit flag flattened floor flows follow
followed follows forbids forged forget forgive forgiven forgot formatting formed forward fragment fresh friends
frontchannel further future g garbage gave general gets getters give gives globoff gmail go goes good googleapis
googleusercontent graph grouped guards guides had half hand handed handing handle hands happens har harmless hashed
hashes have hd heard held here hex hidden hides historical history hold holds how hs hs256 hs384 hs512 htm htu hyphen
identitycredential idle ignores implement imported include included inference inflate initialization initiator ins
insecure inside insist instead insufficient int integration into introspect introspection invoked isolate itself java
join joiner jose judged just jw keeps kept know known knows lack lacked lacks large larger lasts late later lax leading
leads least leave leaves led left leftovers less let letter letters levels libraries lies likes line lines lists logs
lone long longer look looked looks loop loopback lost lower ls machine machines made mail make makes malformed map
marks markup meant member memory mend met mi microseconds milliseconds mime minute minutes mm model modes more most
move msisdn n na named nanoseconds nationalities needed needs neither nested never newer nfc nobody non nonces nor
normal nothing now nowhere ntp numbers objects occurred offer offered offers often oidc okp older ones opened opens ops
order organisation others otherwise outcome outside over overlapping override overwritten own owner pad padding pageref
pair panel parallel parsers part partition parts paseto passes passkey past paste pasted pause paused pauses payload
people percent perhaps period phases place ports postal potentially present prevented privacysandbox probably problems
promise prompts prototype proves published put puts quiet quietly quotation raise ran random raw re reach reached
reaches react reads reasons rebuilt recent recently recognise record recorded records redeem redeems reference refers
refuse refuses reg region rejection rejections rejects relative remembers removal remove removes repeat repeated
replace replaced replacement replay replayed reported reporter reports resolves restored resulted retries reused right
room rule run running runs s256 said salt salutation saml sandboxed say says scene scheme sdk see seen sees
segmentation selectively sending sends sense sensitive serialization serve served servers serves sets setting settle
settled several severity shape shared short should show showed showing shows siblings sid signatures signs silently
sites slow small smaller so socket soft some somebody something soon sources space speak speaks specs spellings spent
ssh stack stage stand stands starts states statuses stay stays steps still stolen stop stops stranger street
stringified strong strongly submitted succeeded such sure surrogate surrounding switched symmetric syntax take taken
takes tap telephone tell tells temporarily testing texts them these they third those though threw throw ties tilde
timer today toe together told tolerance tone took tools towards trace travels treat trial tried triggered trim
truncated trust trusts ts turn turned twice txn unanswered unchanged unchecked under understand undisclosed unique unit
unless unlike unmounted unnamed unpack unpartitioned unread unreferenced unseen unspecified unusable unwatched up upper
ups ur urlencoded usable uses v3 vct vector verdict verifiers verifies very vetoes vouches wait waiting waits wanted
wants warns watch watched watching way went whatever whether white who whoever whole whom whose why wildcard will
withheld word wording words work works workspace would wrapped write writes written wrote ws year yes yet yours yyyy
zone
`;
