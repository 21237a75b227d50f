/* Records a text with the microphone and puts the recording into the form below, as if it were a chosen file; a file that
   was chosen is heard here too. Nothing is sent before somebody keeps it. What lies outside the two marks is cut off by the
   server, without loss. */

const KINDS = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus"];

const place = document.querySelector("[data-recorder]");
const file = document.querySelector("#id_file");
const marks = { begin: document.querySelector("#id_begin"), end: document.querySelector("#id_end") };
const part = (name) => place.querySelector(`[data-${name}]`);
const heard = place.querySelector("audio");
const kind = window.MediaRecorder && KINDS.find((each) => MediaRecorder.isTypeSupported(each));

let recorder = null;

function shown(names) {
  for (const name of ["record", "stop", "left", "refused", "made"]) part(name).hidden = !names.includes(name);
}

function discard() {
  URL.revokeObjectURL(heard.src);
  heard.removeAttribute("src");
  file.value = marks.begin.value = marks.end.value = "";
  shown(["record"]);
  part("record").focus();
}

function keep(pieces) {
  const made = new File(pieces, kind.startsWith("audio/ogg") ? "recording.ogg" : "recording.webm", { type: kind });
  const chosen = new DataTransfer();
  chosen.items.add(made);
  file.files = chosen.files;
  hear(made);
  heard.focus();
}

function hear(chosen) {
  URL.revokeObjectURL(heard.src);
  heard.src = URL.createObjectURL(chosen);
  marks.begin.value = marks.end.value = "";
  shown(["made"]);
}

function count(until) {
  const left = Math.max(0, Math.ceil((until - performance.now()) / 1000));
  part("left").querySelector("output").value = left;
  if (recorder?.state !== "recording") return;
  if (left) setTimeout(count, 200, until);
  else recorder.stop();
}

async function record() {
  let sound;
  try {
    sound = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
  } catch {
    shown(["record", "refused"]);
    return;
  }
  const pieces = [];
  recorder = new MediaRecorder(sound, { mimeType: kind, audioBitsPerSecond: Number(place.dataset.bits) });
  recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
  recorder.addEventListener("stop", () => {
    for (const track of sound.getTracks()) track.stop();
    keep(pieces);
  });
  recorder.start();
  shown(["stop", "left"]);
  part("stop").focus();
  count(performance.now() + Number(place.dataset.seconds) * 1000);
}

if (kind && navigator.mediaDevices) {
  place.hidden = false;
  part("record").addEventListener("click", record);
  part("stop").addEventListener("click", () => recorder.stop());
  part("discard").addEventListener("click", discard);
  file.addEventListener("change", () => (file.files.length ? hear(file.files[0]) : discard()));
  for (const [name, field] of Object.entries(marks)) {
    part(name).addEventListener("click", () => {
      field.value = heard.currentTime.toFixed(1);
    });
  }
}
