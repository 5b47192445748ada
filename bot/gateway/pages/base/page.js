/** A page of words: nothing but leaving quickly. */
import { installLeave } from "../leave/leave.js";

installLeave();
