namespace CitizenNetwork.Matching.Text;

/// <summary>
/// The French stemmer of Snowball (M. Porter, snowballstem.org/algorithms/french/stemmer.html), written from its
/// description. It needs the accents: fold a stem, never the word before it.
/// </summary>
public static class FrenchStemmer
{
    /// <summary>Longer words are no words (an address, a code): they are returned as they are.</summary>
    private const int MaxLength = 64;

    /// <summary>The stem of one lower-case word in composed form (NFC).</summary>
    public static string Stem(string word)
    {
        if (word.Length is 0 or > MaxLength)
        {
            return word;
        }

        FrenchWord state = new(word);
        if (StandardSuffix(state) || VerbSuffixInI(state) || VerbSuffix(state))
        {
            SoftenEnd(state);
        }
        else
        {
            ResidualSuffix(state);
        }

        Undouble(state);
        Unaccent(state);
        return state.Finish();
    }

    /// <summary>Step 1. False also where a suffix was replaced but step 2 has to follow (-amment, -emment, -ment).</summary>
    private static bool StandardSuffix(FrenchWord word)
    {
        switch (word.Longest(FrenchSuffixes.Standard))
        {
            case "ance" or "iqUe" or "isme" or "able" or "iste" or "eux" or "ances" or "iqUes" or "ismes" or "ables" or "istes":
                return word.DeleteInR2();

            case "atrice" or "ateur" or "ation" or "atrices" or "ateurs" or "ations":
                if (!word.DeleteInR2())
                {
                    return false;
                }

                IcToIqu(word);
                return true;

            case "logie" or "logies":
                return word.InR2 && word.Replace("log");

            case "usion" or "ution" or "usions" or "utions":
                return word.InR2 && word.Replace("u");

            case "ence" or "ences":
                return word.InR2 && word.Replace("ent");

            case "ement" or "ements":
                if (!word.InRv)
                {
                    return false;
                }

                word.Delete();
                AfterEment(word);
                return true;

            case "ité" or "ités":
                if (!word.DeleteInR2())
                {
                    return false;
                }

                AfterIte(word);
                return true;

            case "if" or "ive" or "ifs" or "ives":
                if (!word.DeleteInR2())
                {
                    return false;
                }

                if (word.EndsWith("at") && word.DeleteInR2())
                {
                    IcToIqu(word);
                }

                return true;

            case "eaux":
                return word.Replace("eau");

            case "aux":
                return word.InR1 && word.Replace("al");

            case "euse" or "euses":
                return word.DeleteInR2() || (word.InR1 && word.Replace("eux"));

            case "issement" or "issements":
                return word.InR1 && word.IsPrecededByConsonant && word.Delete();

            case "amment":
                return word.InRv && !word.Replace("ant");

            case "emment":
                return word.InRv && !word.Replace("ent");

            case "ment" or "ments":
                return word.IsPrecededByVowelInRv && !word.Delete();

            default:
                return false;
        }
    }

    private static void IcToIqu(FrenchWord word)
    {
        if (word.EndsWith("ic") && !word.DeleteInR2())
        {
            word.Replace("iqU");
        }
    }

    private static void AfterEment(FrenchWord word)
    {
        switch (word.Longest(FrenchSuffixes.BeforeEment))
        {
            case "iv":
                if (word.DeleteInR2() && word.EndsWith("at"))
                {
                    word.DeleteInR2();
                }

                break;

            case "eus":
                if (!word.DeleteInR2() && word.InR1)
                {
                    word.Replace("eux");
                }

                break;

            case "abl" or "iqU":
                word.DeleteInR2();
                break;

            case "ièr" or "Ièr":
                if (word.InRv)
                {
                    word.Replace("i");
                }

                break;

            default:
                break;
        }
    }

    private static void AfterIte(FrenchWord word)
    {
        switch (word.Longest(FrenchSuffixes.BeforeIte))
        {
            case "abil":
                if (!word.DeleteInR2())
                {
                    word.Replace("abl");
                }

                break;

            case "ic":
                IcToIqu(word);
                break;

            case "iv":
                word.DeleteInR2();
                break;

            default:
                break;
        }
    }

    /// <summary>Step 2a.</summary>
    private static bool VerbSuffixInI(FrenchWord word) =>
        word.LongestInRv(FrenchSuffixes.VerbInI) is not null && word.IsPrecededByConsonantInRv && word.Delete();

    /// <summary>Step 2b.</summary>
    private static bool VerbSuffix(FrenchWord word)
    {
        switch (word.LongestInRv(FrenchSuffixes.Verb))
        {
            case null:
                return false;

            case "ions":
                return word.DeleteInR2();

            // Past historic and participles in -a leave a silent e behind: mangeait, mange, mang.
            case { } suffix when suffix[0] is 'a' or 'â':
                word.Delete();
                if (word.EndsWithInRv("e"))
                {
                    word.Delete();
                }

                return true;

            default:
                return word.Delete();
        }
    }

    /// <summary>Step 3.</summary>
    private static void SoftenEnd(FrenchWord word)
    {
        if (word.EndsWith("Y"))
        {
            word.Replace("i");
        }
        else if (word.EndsWith("ç"))
        {
            word.Replace("c");
        }
    }

    /// <summary>Step 4.</summary>
    private static void ResidualSuffix(FrenchWord word)
    {
        if (word.EndsWith("s") && word.MayLoseFinalS)
        {
            word.Delete();
        }

        switch (word.LongestInRv(FrenchSuffixes.Residual))
        {
            case "ion":
                if (word.InR2 && word.IsPrecededByStInRv)
                {
                    word.Delete();
                }

                break;

            case "ier" or "ière" or "Ier" or "Ière":
                word.Replace("i");
                break;

            case "e":
                word.Delete();
                break;

            default:
                break;
        }
    }

    /// <summary>Step 5.</summary>
    private static void Undouble(FrenchWord word)
    {
        if (word.Longest(FrenchSuffixes.Doubled) is not null)
        {
            word.DropLast();
        }
    }

    /// <summary>Step 6: é or è before the final consonants loses its accent.</summary>
    private static void Unaccent(FrenchWord word) => word.UnaccentLastVowel();
}
