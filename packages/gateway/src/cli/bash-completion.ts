/**
 * The completion of bash. The library's own takes its words from the package bash-completion, does not complete behind `=`, cannot
 * be read twice in one shell, and evaluates what is typed. This one asks with the words as they stand on the line.
 */
export const BASH_COMPLETION = `# bash completion for sallyport
__sallyport_complete() {
    local rest=\${COMP_LINE:0:COMP_POINT} words=() at word current value
    # The shell also breaks words at = and :, which are one word where no space is between them.
    for ((at = 0; at <= COMP_CWORD; at++)); do
        word=\${COMP_WORDS[at]}
        if [[ $at == 0 || $rest == [[:space:]]* ]]; then
            rest=\${rest#"\${rest%%[![:space:]]*}"}
            words+=("$word")
        else
            words[\${#words[@]}-1]+=$word
        fi
        rest=\${rest#"$word"}
    done
    current=\${words[\${#words[@]}-1]}
    [[ $current == --*=* ]] && current=\${current#*=}
    COMPREPLY=()
    while IFS=$'\\t' read -r value _; do
        # The last line is a number behind a colon, for the library's own script.
        [[ $value == "$current"* && $value != :* ]] && COMPREPLY+=("$value")
    done < <(sallyport complete -- "\${words[@]:1}" 2>/dev/null)
}
complete -F __sallyport_complete sallyport
`;
