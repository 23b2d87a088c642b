"""Given names that are common where the documents come from, by language: they tell a person from an institution.

Written down by hand, never complete. A name that is also an ordinary word (Mark, Will, Luz, Marina, Domingo) is
left out: it would keep from the engine what is not a name.
"""

from collections.abc import Mapping
from types import MappingProxyType


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PORTUGUESE = _names("""
    Abel Adelaide Adelino Adriana Adriano Afonso Agostinho Albano Albertina Alberto Albino Alexandra Alexandre
    Alfredo Alice Álvaro Alzira Amadeu Amália Américo Ana André Andreia Ângela Ângelo Aníbal António Antónia
    Armando Armindo Arnaldo Artur Augusto Aurélio Bárbara Beatriz Benedita Bernardo Bruno Camila Carla Carlos
    Carolina Catarina Cecília Célia César Cláudia Cláudio Cristiano Cristina Daniel Daniela David Deolinda
    Diana Dinis Diogo Domingos Duarte Eduarda Eduardo Elisa Elisabete Emília Emílio Ermelinda Ernesto Esteban
    Eugénia Eugénio Eva Fábio Fátima Felipe Fernanda Fernando Filipa Filipe Filomena Firmino Francisca
    Francisco Gabriel Gabriela Gaspar Germano Gil Gilberto Gonçalo Graciete Guilherme Guilhermina Gustavo
    Helena Henrique Herculano Horácio Hugo Humberto Idalina Inês Irene Isabel Ivo Jaime Jerónimo Joana João
    Joaquim Joaquina Jorge José Josefa Júlia Júlio Laura Laurinda Leonor Leonardo Lídia Lourenço Lucas Lucinda
    Luís Luísa Madalena Mafalda Manuel Manuela Marcelo Márcia Marco Margarida Maria Mariana Mário Marta Martim
    Mateus Matilde Miguel Mónica Nelson Nuno Octávio Olga Olinda Orlando Óscar Palmira Patrícia Paula Paulo
    Pedro Rafael Raquel Raul Ricardo Rita Roberto Rodrigo Rogério Rosa Rosália Rosário Rui Sandra Sara
    Sebastião Sérgio Sílvia Sofia Sónia Susana Tânia Telmo Teresa Teresinha Tiago Tomás Valentim Vanessa Vasco
    Vera Vicente Virgínia Vítor Zulmira
""")
_SPANISH = _names("""
    Adolfo Adrián Adriana Agustín Aitana Alberto Alejandra Alejandro Alfonso Alfredo Alicia Almudena Álvaro
    Amparo Ana Andrea Andrés Antonia Antonio Araceli Arturo Asunción Aurora Beatriz Begoña Benito Bernardo
    Blas Carlos Carlota Carmen Carolina Catalina Cayetano Cecilia César Clara Claudia Concepción Cristina
    Cristóbal Daniel Daniela David Diego Dorotea Eduardo Elena Elisa Emilia Emilio Encarnación Enrique Ernesto
    Esteban Esther Eugenia Eugenio Eulalia Eva Federico Felipe Fermín Fernanda Fernando Francisca Francisco
    Gabriel Gabriela Gerardo Gonzalo Gregorio Guadalupe Guillermo Gustavo Héctor Hernán Hugo Ignacio Inés
    Irene Isabel Isidro Ismael Jaime Javier Jerónimo Jesús Joaquín Jorge José Josefa Josefina Juan Juana Julia
    Julián Julio Laura Leandro Leonor Leticia Lidia Lorenzo Lourdes Lucas Lucía Luis Luisa Macarena Magdalena
    Manuel Manuela Marcelo Marcos Margarita María Mariana Mariano Mario Marta Martín Mateo Matilde Mauricio
    Mercedes Miguel Montserrat Natalia Nicolás Noelia Nuria Óscar Pablo Patricia Paula Pedro Pilar Rafael
    Raimundo Ramón Ramona Raquel Raúl Ricardo Roberto Rodrigo Rosa Rosalía Rosario Rubén Samuel Sandra
    Santiago Sara Sebastián Sergio Silvia Sofía Susana Teodoro Teresa Tomás Valentín Vanesa Verónica Vicente
    Víctor Victoria Virginia Xavier Yolanda
""")
_ITALIAN = _names("""
    Achille Adele Adriana Adriano Agnese Agostino Alberto Aldo Alessandra Alessandro Alessia Alessio Alfonso
    Alfredo Alice Amedeo Andrea Angela Angelo Anna Annamaria Antonella Antonietta Antonino Antonio Arianna
    Armando Arturo Attilio Barbara Beatrice Benedetta Benedetto Bianca Bruno Camilla Carla Carlo Carmela
    Carmelo Carmine Caterina Cecilia Cesare Chiara Cinzia Claudia Claudio Concetta Corrado Cosimo Cristiano
    Cristina Damiano Daniela Daniele Dario Davide Debora Diego Domenica Domenico Donatella Edoardo Elena
    Eleonora Elisa Elisabetta Emanuela Emanuele Emilio Emma Enrica Enrico Enzo Ernesto Ettore Eugenio Eva
    Fabio Fabrizio Federica Federico Ferdinando Filippo Filomena Fiorella Flavia Flavio Franca Francesca
    Francesco Franco Gabriella Gabriele Gaetano Gennaro Gerardo Giacomo Gianluca Gianni Gilda Gino Giorgia
    Giorgio Giovanna Giovanni Girolamo Giulia Giuliana Giuliano Giulio Giuseppe Giuseppina Graziella Guido Ida
    Ignazio Ilaria Ines Irene Isabella Ivan Ivana Lara Laura Leonardo Letizia Liliana Lina Lisa Livia Loredana
    Lorella Lorenza Lorenzo Luca Lucia Luciana Luciano Lucio Luigi Luigia Luisa Maddalena Manuela Marcella
    Marcello Marco Margherita Maria Mariangela Mario Marisa Marta Martina Massimiliano Massimo Matilde Matteo
    Mattia Maurizio Mauro Michela Michele Mirella Monica Nadia Nicola Nicoletta Nicolò Nunzia Ornella Orazio
    Paola Paolo Pasquale Patrizia Pierluigi Piero Pietro Raffaele Raffaella Raimondo Renata Renato Riccardo
    Rinaldo Rita Roberta Roberto Rocco Rodolfo Rosa Rosanna Rosaria Rosario Ruggero Sabrina Salvatore Samuele
    Sandra Sandro Sara Sebastiano Serena Sergio Silvana Silvia Silvio Simona Simone Sofia Sonia Stefania
    Stefano Susanna Tania Teresa Tiziana Tommaso Umberto Ugo Valentina Valentino Valeria Valerio Vanessa
    Vincenza Vincenzo Vito Vittorio Viviana
""")
_ROMANIAN = _names("""
    Adela Adina Adrian Adriana Alexandra Alexandru Alexandrina Alin Alina Ana Anamaria Anca Andrei Andreea
    Angela Anton Aurel Aurelia Aurica Bogdan Camelia Carmen Cătălin Cătălina Cezar Ciprian Claudia Claudiu
    Constantin Constantina Corina Cornel Cornelia Cosmin Cosmina Costel Cristian Cristina Dan Dana Daniel
    Daniela Daria Delia Denisa Diana Dinu Doina Dorin Dorina Dragoș Dumitra Dumitru Ecaterina Elena Eliza
    Emanuel Emil Emilia Eugen Eugenia Felicia Filip Florentina Florian Florica Florin Florina Gabriel Gabriela
    George Georgeta Georgiana Gheorghe Gheorghița Grigore Horia Iacob Ileana Ilie Ilinca Ioan Ioana Ion Ionel
    Ionela Ionuț Irina Iulia Iulian Iuliana Laura Laurențiu Lăcrămioara Lavinia Lenuța Leonard Lidia Liliana
    Liviu Livia Loredana Luca Lucia Lucian Luminița Mădălin Mădălina Magdalena Marcel Maria Marian Mariana
    Marin Marina Marinela Marius Matei Mihaela Mihai Mihail Mircea Mirela Monica Nadia Natalia Nicolae
    Nicoleta Nicușor Octavian Oana Ovidiu Paraschiva Paul Paula Pavel Petre Petru Petronela Radu Raluca Ramona
    Răzvan Remus Rodica Roxana Ruxandra Sabina Sanda Silvia Silviu Simion Simona Sorin Sorina Stan Stelian
    Steliana Ștefan Ștefania Teodor Teodora Tiberiu Traian Tudor Valentin Valentina Valeriu Valeria Vasile
    Vasilica Veronica Victor Victoria Violeta Viorel Viorica Virgil Vlad Vladimir Zoe
""")
_ENGLISH = _names("""
    Aaron Abigail Adam Adrian Agnes Alan Albert Alexander Alexandra Alfred Alice Alison Amanda Amelia Andrew
    Angela Ann Anna Anne Anthony Arthur Ashley Barbara Beatrice Benjamin Bernard Beverley Brenda Brian Bridget
    Bruce Bryan Cameron Caroline Catherine Charles Charlotte Christina Christine Christopher Claire Clive
    Colin Craig Daniel David Deborah Denis Dennis Derek Diana Diane Donald Donna Dorothy Douglas Edith Edward
    Edwin Eileen Elaine Eleanor Elizabeth Ellen Emily Emma Eric Ernest Ethel Eva Evelyn Fiona Florence Francis
    Frederick Gareth Gary Gavin Geoffrey George Georgina Gerald Geraldine Gillian Gladys Glenn Gordon Graham
    Gregory Gwendolyn Hannah Harold Harriet Harry Heather Helen Henry Herbert Howard Hugh Hughes Ian Imogen
    Irene Isabel Isabella Jack Jacqueline James Jane Janet Janice Jason Jeffrey Jennifer Jeremy Jessica Joan
    Joanne John Jonathan Joseph Josephine Joyce Judith Julia Julian Julie Karen Katherine Kathleen Keith
    Kenneth Kevin Kimberley Laura Lauren Lawrence Leonard Leslie Lewis Linda Lisa Louis Louise Lucy Lydia
    Malcolm Margaret Maria Marian Marilyn Marjorie Martin Mary Matthew Maureen Megan Melanie Michael Michelle
    Mildred Miriam Mohammed Muriel Nancy Natalie Nathan Neil Nicholas Nicola Nigel Norman Oliver Olivia Oscar
    Pamela Patricia Patrick Paul Paula Pauline Peter Philip Phyllis Rachel Ralph Raymond Rebecca Richard
    Robert Roger Ronald Rosemary Ruth Ryan Samantha Samuel Sandra Sara Sarah Sean Sharon Sheila Shirley Simon
    Sophie Stanley Stephanie Stephen Steven Stuart Susan Sylvia Terence Teresa Theresa Thomas Timothy Tobias
    Tracey Trevor Valerie Vanessa Vera Victoria Vincent Vivian Walter Wendy William Yannick Yvonne Zachary
""")
GIVEN: Mapping[str, frozenset[str]] = MappingProxyType(
    {"pt": _PORTUGUESE, "es": _SPANISH, "it": _ITALIAN, "ro": _ROMANIAN, "en": _ENGLISH}
)
