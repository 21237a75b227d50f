/** Days in words. Browsers have no Khmer: the names of months and weekdays come with the page. */
import { say } from "../dom.js";

const MONTHS = say("months").split(",");
const WEEKDAYS = say("weekdays").split(",");
const two = (number) => String(number).padStart(2, "0");

export const isoOf = (when) => `${when.getFullYear()}-${two(when.getMonth() + 1)}-${two(when.getDate())}`;
export const later = (day, days) => new Date(Date.parse(day) + days * 864e5).toISOString().slice(0, 10);
export const apart = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / 864e5);

export function dayWords(day, today = isoOf(new Date())) {
  const date = new Date(day.slice(0, 10));
  return say(day.slice(0, 4) === today.slice(0, 4) ? "day" : "day-year", {
    weekday: WEEKDAYS[(date.getUTCDay() + 6) % 7],
    day: date.getUTCDate(),
    month: MONTHS[date.getUTCMonth()],
    year: date.getUTCFullYear(),
  });
}

export function nearWords(day, today) {
  const days = apart(day, today);
  return days < 0 ? "" : days < 2 ? say(["today", "yesterday"][days]) : say("days-ago", { number: days });
}
