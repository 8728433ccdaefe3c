"""The stable codes, and what each means: the text of `gradproof explain CODE`."""

from __future__ import annotations

import difflib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """A code with its title, what it says, and an example of what leads to it and what to do."""

    name: str
    title: str
    meaning: str
    example: str


_ALL = (
    Code(
        "GP100",
        "proved",
        "Both sides have one normal form for all sizes of all dimensions, and an independent numeric check agrees. "
        "Proved means equal wherever both sides are defined; a domain that only one side has is a note.",
        "With p_j = exp(u_j) / Σ_k exp(u_k) and ℓ = log p_t, the line ∂ℓ/∂u_j = δ_jt − p_j is proved: for two classes, "
        "for three, for any number of them. Nothing is left to do.",
    ),
    Code(
        "GP101",
        "proved under an assumption that the page does not state",
        "The two sides are equal if something more holds, which the message names, such as Σ_c y_c = 1 or A = Aᵀ. "
        "Where the page states it, the verdict is `proved`.",
        "−Σ_c y_c ∂ log p_c/∂u_j = p_j − y_j needs Σ_c y_c = 1. Write it on the page before the line: "
        "“where $\\sum_c y_c = 1$”.",
    ),
    Code(
        "GP200",
        "refuted",
        "There are numbers for which the two sides differ; they are printed: the smallest sizes found, the values of "
        "the indices (counted from 1) and of the variables, and both sides.",
        "∂ℓ/∂u_j = 1 − p_j is refuted with C = 2, j = 2, t = 1: the Kronecker delta was lost, it holds for j = t only. "
        "Put the numbers into your line by hand and see where it goes apart; help has the right side if known.",
    ),
    Code(
        "GP201",
        "shapes that do not fit",
        "The two sides, or two parts that are added, do not have the same shape, so that they cannot be equal or be "
        "added, whatever their values are. It counts as false.",
        "With x of size D and h of size H, x + h does not exist. Check which vector was meant, and whether a "
        "transpose or an index is missing.",
    ),
    Code(
        "GP202",
        "an index that is free on one side only",
        "A free index stands on one side of the equation and not on the other. The line would have to hold for each "
        "of its values at once, which nobody means. It counts as false.",
        "∂ℓ/∂b_j = δ_kt − p_k: the left side depends on j, the right one on k. Write the same letter on both sides, or "
        "put the Σ back that bound it.",
    ),
    Code(
        "GP203",
        "two dimensions for one index",
        "One index, or one axis of a variable, runs over two different dimensions; both places are shown. It counts as "
        "false.",
        "In v_jk x_k the k runs over the D inputs; in w_jk h_k over the H hidden units. Used in one product, one of "
        "the two is wrong.",
    ),
    Code(
        "GP204",
        "a whole object where a component was meant",
        "A vector or matrix stands where a number is needed, and with one more index the line would fit. It counts as "
        "false.",
        "Σ_j ∂ℓ/∂u_j w_j is a vector; in the derivative by the one number s_k it has to be Σ_j ∂ℓ/∂u_j w_jk. Write the "
        "index that the help line names.",
    ),
    Code(
        "GP300",
        "undecided: neither a proof nor a counterexample",
        "The line held at every point that was tried, but the normal forms of its sides differ. Sampling never proves "
        "anything, so the line may be right or wrong. “I do not know” is never counted as wrong.",
        "Identities of functions that are not in the rules end here. Split the line into smaller steps; each is judged "
        "on its own, and the one that stays open is where the difficulty is.",
    ),
    Code(
        "GP301",
        "undecided: too long",
        "The proof needed more terms or rewrites than the budget allows. The budget is counted, never timed, so the "
        "answer is the same on every machine.",
        "A product of twenty sums of twenty terms each has 20^20 terms. Name the factors with definitions of their own "
        "and go in smaller steps.",
    ),
    Code(
        "GP302",
        "undecided: conditions that nothing meets",
        "No values of the indices meet the conditions in force, at any size. Everything follows from that, and nothing "
        "is claimed.",
        "“If $j = t$:” and then an equation “for $j \\neq t$”. Remove one of the two, or end the first case with a "
        "heading.",
    ),
    Code(
        "GP303",
        "undecided: the sides are never both defined",
        "There is no point at which both sides have a value, so that nothing can be compared.",
        "√(−1 − x²) = log(−1 − x²) has no real x on either side. Look for a sign.",
    ),
    Code(
        "GP304",
        "undecided: the formula can be read in two ways",
        "Both readings make sense and their verdicts differ; both are shown. Guessing would be unjust.",
        "\\sum_i a_i + b can be (Σ_i a_i) + b or Σ_i (a_i + b). Write brackets.",
    ),
    Code(
        "GP305",
        "undecided: something in it has no meaning here",
        "The derivative of something that was never defined, or an expression beyond what can be computed with, keeps "
        "the line open. It is never taken to be 0.",
        "∂L/∂u_j for an L of which the page says nothing. Define L, or say what it depends on: $L(\\mathbf{u})$.",
    ),
    Code(
        "GP306",
        "undecided: the line may say what a symbol is",
        "A symbol of which the page says nothing stands on one side only, or one is given another meaning in a "
        "sentence. Such a line may be a definition, and numbers cannot refute a definition.",
        "η = 2λ where neither η nor λ has met the reader. Define η, or state its shape: $\\eta \\in \\mathbb{R}$.",
    ),
    Code(
        "GP400",
        "not understood",
        "A formula does not follow the rules that are known here; the place and what was expected are shown. Nothing "
        "of it was dropped or guessed.",
        "\\frac{1} lacks its denominator. Write \\frac{1}{2}.",
    ),
    Code(
        "GP401",
        "an unknown command",
        "A LaTeX command that is not known here; if one is spelled alike, it is proposed.",
        "\\expp(u_k): did you mean \\exp? A name of your own is written \\operatorname{name}.",
    ),
    Code(
        "GP402",
        "a bracket or formula that is never closed",
        "The place shown is the opener. Behind it the page is read on: one missing brace hides only itself.",
        "\\frac{1}{2 or $$ a = b without its second $$. Write the closing } or $$.",
    ),
    Code(
        "GP403",
        "something unexpected",
        "A sign stands where none can stand; what was expected is in the message.",
        "a + * b, or a closing bracket that was never opened. Remove it, or complete what stands before it.",
    ),
    Code(
        "GP404",
        "too long or too deeply nested to be read",
        "The formula or the page has more tokens, or more brackets within brackets, than any that a person writes.",
        "Ten thousand nested parentheses. Split it, and name the parts.",
    ),
    Code(
        "GP405",
        "an undefined symbol",
        "A symbol stands on the right side of a claim or step and was neither defined, nor declared, nor used before: "
        "nobody can say what it is.",
        "∂ℓ/∂u_j = q_j − p_j, and no q before. Define it: $q_j = \\delta_{jt}$.",
    ),
    Code(
        "GP406",
        "not an equation",
        "An equation is needed here, and the formula relates nothing, or relates it by something other than “=”.",
        "gradproof prove '\\exp(x)'. Write both sides: '\\exp(x) \\exp(-x) = 1'.",
    ),
    Code(
        "GP407",
        "a shape that nothing states",
        "The shapes of this line fit only if some symbol is a vector or a matrix, and the page does not say "
        "what it is. A guess of ours must not make a line false, so it is left open.",
        '\\mathbf{x} + c: say "c \\in \\mathbb{R}^{D}" before it, or "c \\in \\mathbb{R}".',
    ),
    Code(
        "GP500",
        "a file that cannot be opened",
        "There is no file of this name, or it is a folder, or it may not be read. The other files are still judged.",
        "gradproof check homwork.md. Check the spelling and the folder you are in.",
    ),
    Code(
        "GP501",
        "not a text",
        "The file is not a text in UTF-8.",
        "A PDF or a picture of a derivation cannot be read; a Markdown page can. An old text is converted by "
        "iconv -f latin1 -t utf-8.",
    ),
    Code(
        "GP502",
        "an empty page",
        "There is nothing in the file, so there is nothing to judge.",
        "Save your page in the editor, then check it again.",
    ),
    Code(
        "GP503",
        "a file that is not followed",
        "A LaTeX document takes in another file; only the file that was named is read. What the other one defines is "
        "not known, what it claims is not judged.",
        "\\input{macros}. Copy the \\newcommand lines into the document, and check the other file by itself.",
    ),
    Code(
        "GP700",
        "an internal error",
        "The program contradicts itself: the prover and the numeric check disagree, or something happened that never "
        "should. It says nothing about your derivation.",
        "Please report it with the page or the line that led to it.",
    ),
)

CODES: dict[str, Code] = {code.name: code for code in _ALL}


def explain(name: str) -> str | None:
    """The explanation of a code, None for an unknown one; case does not matter."""
    code = CODES.get(name.upper())
    return None if code is None else f"{code.name}: {code.title}\n\n{code.meaning}\n\nExample: {code.example}\n"


def closest(name: str) -> str | None:
    """The known code that is spelled most alike, if any is."""
    near = difflib.get_close_matches(name.upper(), sorted(CODES), n=1)
    return near[0] if near else None
